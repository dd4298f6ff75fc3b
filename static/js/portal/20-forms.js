// --- forms: ask first, send once ---------------------------------------------------------------------------------
const confirmed = new WeakSet();
// A message of the page's own, beside those of the server.
const tell = (words) => {
  const box = find('.cn-messages');
  const message = Object.assign(document.createElement('div'), { className: 'cn-callout cn-bad', textContent: words });
  message.setAttribute('role', 'alert');
  findAll('[data-told]', box).forEach((one) => one.remove());
  message.dataset.told = '';
  box.append(message);
  setTimeout(() => message.remove(), 8000);
};
let waiting; // the timer of a draft that is about to be kept
on('submit', (event) => {
  const form = event.target;
  const button = event.submitter;
  const question = button?.dataset.confirm || form.dataset.confirm;
  if (question && !confirmed.has(form)) {
    event.preventDefault();
    const box = document.getElementById('confirm');
    find('[data-confirm-text]', box).textContent = question;
    const yes = find('[data-confirm-yes]', box);
    yes.onclick = () => {
      box.close();
      confirmed.add(form);
      form.requestSubmit(button || undefined);
    };
    box.showModal();
    yes.focus();
    return;
  }
  confirmed.delete(form);
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  if (!navigator.onLine) {
    // Stay here: what was tapped or typed is not sent, and says so.
    event.preventDefault();
    if (form.dataset.draft) keep(form);
    tell(text('offline', 'No connection: nothing was sent. Try again when the signal is back.'));
    return;
  }
  form.dataset.sending = '1';
  if (form.dataset.draft) {
    clearTimeout(waiting);
    keep(form);
    sessionStorage.setItem('sent', draftKey(form.dataset.draft));
  }
  // The button goes grey only after its name and value were taken into the request.
  setTimeout(() => findAll('button:not([type=button])', form).forEach((one) => one.setAttribute('aria-disabled', 'true')));
});
// Back from the next page: the form may be sent again.
addEventListener('pageshow', () => findAll('form[data-sending]').forEach((form) => {
  delete form.dataset.sending;
  findAll('[aria-disabled]', form).forEach((one) => one.removeAttribute('aria-disabled'));
}));
on('change', (event) => {
  const form = event.target.closest('form[data-auto-submit]');
  if (form) form.requestSubmit();
  const all = event.target.closest('[data-check-all]');
  if (all) findAll(`input[type=checkbox][name="${all.dataset.checkAll}"]`).forEach((box) => { box.checked = all.checked; });
  // "All" that is sent with the form stays true when one of them is tapped away.
  const whole = !all && event.target.name && find(`[name][data-check-all="${CSS.escape(event.target.name)}"]`);
  if (whole) whole.checked = findAll(`input[type=checkbox][name="${CSS.escape(event.target.name)}"]`).every((box) => box.checked);
});
