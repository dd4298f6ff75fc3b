// --- rows that open --------------------------------------------------------------------------------------------
on('click', (event) => {
  const row = event.target.closest('tr[data-href]');
  if (!row || event.target.closest('a, button, input, label, select, summary') || String(getSelection())) return;
  if (event.ctrlKey || event.metaKey) open(row.dataset.href);
  else location.href = row.dataset.href;
});
