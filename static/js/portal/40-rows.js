// --- rows that open --------------------------------------------------------------------------------------------
// A row opens where its first link leads: beside the list where there is room (44-panel.js), else as a page.
const hrefOf = (row) => row.dataset.href || find('td a[href]', row)?.href;
on('click', (event) => {
  const row = event.target.closest('tr[data-href], [data-list] tbody tr');
  if (!row || event.target.closest('a, button, input, label, select, summary, .cn-select') || String(getSelection())) return;
  const href = hrefOf(row);
  if (!href) return;
  if (event.ctrlKey || event.metaKey) open(href);
  else if (dispatchEvent(new CustomEvent('beside', { detail: row, cancelable: true }))) location.href = href;
});
