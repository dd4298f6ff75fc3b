// --- drafts: what was typed stays on this device until the server has it ------------------------------------------
// <form data-draft="meeting-12-2026-06">; kept under the signed-in account. Wiped when the server took it, which it
// says by a redirect to a page of a signed-in account without an error message (an answer with errors, a sign-in
// page or no answer keeps it), by data-draft-done on any element, and when its owner signs out, who is asked first.
// What was typed on an older version than the one that is open is shown beside what is saved, and put back when wanted.
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
// Beside the buttons, where the thumb is.
const hint = (form, words, isTrouble) => {
  let place = find('[data-draft-hint]', form);
  if (!place) {
    place = document.createElement('p');
    place.dataset.draftHint = '';
    place.setAttribute('role', 'status');
    const foot = find('.cn-sticky-actions, .cn-actions, .card-footer', form);
    if (foot?.matches('.cn-sticky-actions')) foot.prepend(place);
    else if (foot) foot.before(place);
    else form.append(place);
  }
  place.className = `cn-kept${isTrouble ? ' is-lost' : ''}`;
  place.textContent = words;
};
const atTime = (at) => new Date(at).toTimeString().slice(0, 5);
const warnOfStore = (form) => hint(form, text('unkept', 'This device keeps nothing: save often'), true);
function keep(form) {
  const title = find('h1')?.textContent.trim() || document.title;
  const kept = { at: Date.now(), url: location.pathname + location.search, title, fields: read(form) };
  if (store.set(draftKey(form.dataset.draft), kept)) hint(form, `${text('kept', 'Kept on this device')} · ${atTime(kept.at)}`);
  else warnOfStore(form);
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
const button = (words, act) => Object.assign(document.createElement('button'), {
  type: 'button', className: 'btn btn-sm', textContent: words, onclick: act,
});
// What a set of values says, field by field, in the words of the form.
const labelOf = (form, name) => {
  const field = [form.elements[name] ?? form.elements[name.replace(/-\d+-/, '-0-')]].flat()[0];
  const one = field instanceof RadioNodeList ? field[0] : field;
  const label = /^(checkbox|radio)$/.test(one?.type) ? find('legend', one.closest('fieldset') || form)?.firstChild : one?.labels?.[0];
  return (label?.textContent || one?.getAttribute?.('aria-label') || '').trim();
};
const spoken = (form, values) => {
  const said = new Map();
  values.forEach(([name, value]) => {
    const same = [...form.elements].filter((field) => field.name === name);
    if (same[0]?.type === 'hidden' || /^(step|listed|uuid|.*version|seen-\d+|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$/.test(name)) return;
    const words = said.get(name) || said.set(name, []).get(name);
    if (!Array.isArray(value)) words.push(value);
    else if (typeof value[1] !== 'boolean') words.push(...value);
    else if (value[1]) words.push(same.find((one) => one.value === value[0])?.closest('label')?.textContent.trim() || value[0]);
  });
  return said;
};
const versionOf = (values) => values.find(([name]) => name === 'version')?.[1] ?? '';
const restored = (form, drop) => {
  hint(form, text('restored', 'What you typed before was put back.'));
  find('[data-draft-hint]', form).append(' ', button(text('discard', 'Throw it away'), drop));
};
// The text of an older version, beside what stands in the form now: put back only when that is wanted.
function offer(form, old, key) {
  const [mine, theirs] = [spoken(form, old.fields), spoken(form, read(form))];
  const box = document.createElement('section');
  box.className = 'cn-callout cn-warn cn-earlier';
  const list = document.createElement('dl');
  mine.forEach((words, name) => {
    const [typed, saved] = [words.join(', '), (theirs.get(name) || []).join(', ')];
    if (typed === saved) return;
    list.append(Object.assign(document.createElement('dt'), { textContent: labelOf(form, name) || name }));
    [['typedHere', 'Typed here', typed], ['savedThere', 'Saved', saved]].forEach(([word, fallback, said]) => {
      const line = document.createElement('dd');
      line.append(Object.assign(document.createElement('small'), { textContent: `${text(word, fallback)}: ` }), said || '–');
      list.append(line);
    });
  });
  if (!list.children.length) { store.drop(key); return; }
  const head = Object.assign(document.createElement('b'), { textContent: `${text('earlier', 'Typed before and not sent')} · ${atTime(old.at)}` });
  const foot = document.createElement('p');
  foot.className = 'btn-list mb-0';
  const inside = document.createElement('div');
  foot.append(button(text('takeEarlier', 'Use what was typed'), () => {
    form.dataset.restoring = '1';
    // With the version that it was typed on: sending it asks between the two, field by field.
    write(form, old.fields.filter(([name]) => !/^(uuid|listed)$/.test(name)));
    delete form.dataset.restoring;
    box.remove();
    store.drop(key);
    keep(form);
    form.dispatchEvent(new CustomEvent('refilled', { bubbles: true }));
  }), button(text('discard', 'Throw it away'), () => { store.drop(key); box.remove(); }));
  inside.append(head, list, foot);
  box.append(inside);
  form.prepend(box);
}
findAll('form[data-draft]').forEach((form) => {
  const key = draftKey(form.dataset.draft);
  const earlier = `${key}~`;
  if (!store.set('draft-test', 1)) warnOfStore(form);
  store.drop('draft-test');
  // A form that comes back with the server's errors already holds what was typed last.
  if (form.dataset.bound || find('.is-invalid', form)) return;
  const fresh = read(form);
  // What was typed for a row that somebody else has made meanwhile (data-draft-new: the new one's name).
  const first = form.dataset.draftNew && draftKey(form.dataset.draftNew);
  [key, first].filter(Boolean).forEach((name) => {
    const kept = store.get(name);
    if (!kept || JSON.stringify(fresh) === JSON.stringify(kept.fields)) return;
    if (name === key && versionOf(kept.fields) === versionOf(fresh)) {
      form.dataset.restoring = '1';
      write(form, kept.fields);
      delete form.dataset.restoring;
      restored(form, () => { store.drop(key); clearTimeout(waiting); waiting = 0; location.reload(); });
      return;
    }
    // Out of the way of what is typed from now on.
    store.set(earlier, kept);
    store.drop(name);
  });
  const old = store.get(earlier);
  if (old) offer(form, old, earlier);
});

// --- what is still unsent: the home page leads back to it, and signing out asks ------------------------------------
const unsent = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`draft:${owner}:`)).map((key) => store.get(key)).filter(Boolean);
  } catch { return []; }
};
findAll('[data-unsent]').forEach((place) => {
  const list = find('ul', place);
  const urls = new Set();
  unsent().filter((kept) => kept.url && !urls.has(kept.url) && urls.add(kept.url)).sort((a, b) => b.at - a.at).forEach((kept) => {
    const link = Object.assign(document.createElement('a'), { href: kept.url, textContent: kept.title });
    const item = document.createElement('li');
    const day = new Date(kept.at).toLocaleDateString('en-GB', { day: '2-digit', month: '2-digit' });
    item.append(link, ` · ${atTime(kept.at)} ${day}`);
    list.append(item);
  });
  place.hidden = !list.children.length;
});
// Said only where it is true.
try {
  if (Object.keys(localStorage).some((key) => key.startsWith('draft:'))) findAll('[data-if-kept]').forEach((one) => { one.hidden = false; });
} catch { /* no storage, nothing kept */ }
on('submit', (event) => {
  const form = event.target;
  if (!form.matches('[data-sign-out]')) return;
  const left = unsent();
  if (left.length) form.dataset.confirm = `${text('unsentQuestion', 'What was typed is thrown away.')} (${left.map((kept) => kept.title).join(' · ')})`;
  else delete form.dataset.confirm;
}, true);
on('submit', (event) => {
  if (!event.target.matches('[data-sign-out]') || event.defaultPrevented) return;
  clearTimeout(waiting);
  waiting = 0; // leaving the page keeps nothing more
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(`draft:${owner}:`)).forEach((key) => localStorage.removeItem(key));
  } catch { /* no storage, nothing kept */ }
});
