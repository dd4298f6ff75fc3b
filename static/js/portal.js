// The portal's own behaviour, all by delegation on data-* attributes. Every page works without it; only live
// progress, drafts kept on the device and added form rows need it. templates/components/README.md lists the names.
const root = document.documentElement;
root.classList.add('js');
const find = (selector, from = document) => from.querySelector(selector);
const findAll = (selector, from = document) => [...from.querySelectorAll(selector)];
const on = (type, handler, capture) => document.addEventListener(type, handler, capture);
const text = (key, fallback) => document.body.dataset[key] || fallback;

// --- menus: one open at a time; Escape and a click elsewhere close -------------------------------------------
const closeMenus = (except) => findAll('details[data-menu][open]').forEach((menu) => {
  if (menu !== except) menu.open = false;
});
on('click', (event) => closeMenus(event.target.closest('details[data-menu]')));
on('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menu = event.target.closest?.('details[data-menu][open]');
  closeMenus();
  if (menu) find('summary', menu).focus();
});

// --- dialogs ---------------------------------------------------------------------------------------------------
on('click', (event) => {
  const opener = event.target.closest('[data-dialog]');
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog).showModal();
    return;
  }
  const closer = event.target.closest('dialog [data-close]');
  if (closer) {
    event.preventDefault();
    closer.closest('dialog').close();
  }
  if (event.target.matches('dialog')) event.target.close();
  if (event.target.closest('[data-dismiss]')) event.target.closest('.cn-callout').remove();
  if (event.target.closest('[data-print]')) print();
  const big = event.target.closest('[data-fullscreen]');
  if (big) {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.getElementById(big.dataset.fullscreen).requestFullscreen();
  }
});

// --- forms: ask first, send once ---------------------------------------------------------------------------------
const confirmed = new WeakSet();
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
});

// --- empty filters stay out of the address -----------------------------------------------------------------------
on('submit', (event) => {
  if (!event.target.matches('[data-filter]')) return;
  findAll('input, select', event.target).forEach((field) => { if (!field.value) field.disabled = true; });
  setTimeout(() => findAll(':disabled', event.target).forEach((field) => { field.disabled = false; }));
});

// --- rows that open --------------------------------------------------------------------------------------------
on('click', (event) => {
  const row = event.target.closest('tr[data-href]');
  if (!row || event.target.closest('a, button, input, label, select, summary') || String(getSelection())) return;
  if (event.ctrlKey || event.metaKey) open(row.dataset.href);
  else location.href = row.dataset.href;
});

// --- rows of a formset -----------------------------------------------------------------------------------------
on('click', (event) => {
  const add = event.target.closest('[data-add-row]');
  if (add) {
    const prefix = add.dataset.addRow;
    const count = find(`[name="${prefix}-TOTAL_FORMS"]`);
    const copy = find(`template[data-row="${prefix}"]`).innerHTML.replaceAll('__prefix__', count.value);
    const list = find(`[data-rows="${prefix}"]`);
    list.insertAdjacentHTML('beforeend', copy);
    count.value = Number(count.value) + 1;
    find('input:not([type=hidden]), select, textarea', list.lastElementChild)?.focus();
    count.dispatchEvent(new Event('input', { bubbles: true }));
  }
  const gone = event.target.closest('[data-remove-row]');
  if (gone) {
    const row = gone.closest('.cn-row');
    const mark = find('input[name$="-DELETE"]', row);
    if (mark.type === 'checkbox') mark.checked = true;
    else mark.value = 'on';
    row.classList.add('is-removed');
    mark.dispatchEvent(new Event('input', { bubbles: true }));
  }
});

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

// --- progress of a job -------------------------------------------------------------------------------------------
async function poll(box, pause = 700) {
  try {
    const answer = await fetch(box.dataset.pollUrl, { headers: { Accept: 'application/json' } });
    if (answer.ok) {
      const job = await answer.json();
      const bar = find('progress', box);
      if (job.total) { bar.max = job.total; bar.value = job.done; }
      const number = new Intl.NumberFormat(root.lang);
      if (job.message) find('[data-progress-message]', box).textContent = job.message;
      find('[data-progress-count]', box).textContent = job.total ? `${number.format(job.done)} / ${number.format(job.total)}` : '';
      if (job.state === 'done' || job.state === 'failed') {
        if (job.url) location.href = job.url;
        else location.reload();
        return;
      }
    }
  } catch { /* no signal: ask again later */ }
  setTimeout(poll, pause, box, Math.min(pause * 1.3, 5000));
}
findAll('[data-poll-url]').forEach((box) => poll(box));
