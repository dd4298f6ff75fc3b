// --- drafts: what was typed stays on this device until the server has it ------------------------------------------
// <form data-draft="meeting-12-2026-06">; kept under the signed-in account. Wiped when the server took it, which it
// says by a redirect to a page of a signed-in account without an error message (an answer with errors, a sign-in
// page or no answer keeps it), by data-draft-done on any element, and when somebody signs out.
const owner = document.body.dataset.user || '';
const draftKey = (name) => `draft:${owner}:${name}`;
const store = {
  get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
  drop: (key) => { try { localStorage.removeItem(key); } catch { /* no storage, nothing kept */ } },
};
const skipped = (field) => !field.name || /^(csrfmiddlewaretoken|next)$/.test(field.name) || field.type === 'fieldset'
  || /^(password|file|submit|button)$/.test(field.type) || field.closest('[data-no-draft]');
const fieldsOf = (form) => [...form.elements].filter((field) => !skipped(field));
const read = (form) => fieldsOf(form).map((field) => [
  field.name, /^(checkbox|radio)$/.test(field.type) ? [field.value, field.checked]
    : field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value,
]);
function write(form, values) {
  const missing = new Set(values.map(([name]) => name).filter((name) => /-\d+-/.test(name) && !form.elements[name])
    .map((name) => name.replace(/-(\d+)-.*/, '')));
  missing.forEach((prefix) => {
    const wanted = values.find(([name]) => name === `${prefix}-TOTAL_FORMS`)?.[1];
    for (let i = 0; i < 60 && Number(form.elements[`${prefix}-TOTAL_FORMS`]?.value) < Number(wanted); i += 1) {
      const add = find(`[data-add-row="${prefix}"]`);
      if (!add) break;
      add.click();
    }
  });
  const used = new Map();
  values.forEach(([name, value]) => {
    const same = fieldsOf(form).filter((field) => field.name === name);
    if (same[0] && /^(checkbox|radio)$/.test(same[0].type)) {
      const field = same.find((one) => one.value === value[0]);
      if (field) field.checked = value[1];
      return;
    }
    const place = used.get(name) || 0;
    used.set(name, place + 1);
    const field = same[place];
    if (!field) return;
    if (field.multiple) [...field.options].forEach((option) => { option.selected = value.includes(option.value); });
    else field.value = value;
    if (/-DELETE$/.test(name) && value === 'on') field.closest('.cn-row')?.classList.add('is-removed');
  });
}
const hint = (form, words) => {
  let place = find('[data-draft-hint]', form);
  if (!place) {
    place = document.createElement('p');
    place.className = 'cn-kept';
    place.dataset.draftHint = '';
    place.setAttribute('role', 'status');
    form.append(place);
  }
  place.textContent = words;
};
function keep(form) {
  const time = new Date().toTimeString().slice(0, 5);
  if (store.set(draftKey(form.dataset.draft), { at: Date.now(), fields: read(form) })) {
    hint(form, `${text('kept', 'Kept on this device')} · ${time}`);
  }
}
on('input', (event) => {
  const form = event.target.closest('form[data-draft]');
  if (!form || form.dataset.restoring) return;
  clearTimeout(waiting);
  waiting = setTimeout(keep, 250, form);
});
addEventListener('pagehide', () => findAll('form[data-draft]').forEach((form) => {
  if (waiting && !form.dataset.sending) { clearTimeout(waiting); keep(form); }
}));
const sent = sessionStorage.getItem('sent');
sessionStorage.removeItem('sent');
if (sent && owner && performance.getEntriesByType('navigation')[0]?.redirectCount && !find('.cn-messages .cn-bad')) {
  store.drop(sent);
}
findAll('[data-draft-done]').forEach((mark) => store.drop(draftKey(mark.dataset.draftDone)));
findAll('form[data-draft]').forEach((form) => {
  const kept = store.get(draftKey(form.dataset.draft));
  // A form that comes back with the server's errors already holds what was typed last.
  if (!kept || form.dataset.bound || find('.is-invalid', form)) return;
  const fresh = read(form);
  if (JSON.stringify(fresh) === JSON.stringify(kept.fields)) return;
  form.dataset.restoring = '1';
  // Its version number too: what somebody else saved meanwhile must show up as a conflict, not be overwritten.
  write(form, kept.fields);
  delete form.dataset.restoring;
  hint(form, text('restored', 'What you typed before was put back.'));
  const undo = document.createElement('button');
  undo.type = 'button';
  undo.className = 'btn btn-sm';
  undo.textContent = text('discard', 'Throw it away');
  undo.onclick = () => { store.drop(draftKey(form.dataset.draft)); clearTimeout(waiting); waiting = 0; location.reload(); };
  find('[data-draft-hint]', form).append(' ', undo);
});
on('submit', (event) => {
  if (!event.target.matches('[data-sign-out]')) return;
  try {
    Object.keys(localStorage).filter((key) => key.startsWith('draft:')).forEach((key) => localStorage.removeItem(key));
  } catch { /* no storage, nothing kept */ }
});
