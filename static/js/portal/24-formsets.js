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
