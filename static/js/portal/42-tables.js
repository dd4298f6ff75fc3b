// --- the keyboard in tables, ticked rows, columns --------------------------------------------------------------
// Keys work only while the focus stands in the table. One row is in the tab order; its own links follow it.
{
  const rowsOf = (list) => findAll('tbody tr', list);
  const stand = (row) => {
    for (const other of rowsOf(row.closest('[data-list]'))) other.tabIndex = other === row ? 0 : -1;
  };
  // The heads of a table that fits stay in sight; a wider one scrolls inside its box instead.
  const fit = new ResizeObserver((seen) => seen.forEach(({ target }) => {
    target.classList.toggle('is-fitting', find('table', target)?.offsetWidth <= target.clientWidth);
  }));
  const begin = () => findAll('[data-list]').forEach((list) => {
    const [row] = rowsOf(list);
    if (row) stand(row);
    findAll('.cn-table-box', list).forEach((box) => fit.observe(box));
  });
  begin();
  on('focusin', (event) => {
    const row = event.target.closest('[data-list] tbody tr');
    if (row) stand(row);
  });
  on('keydown', (event) => {
    const here = event.target.closest('[data-list] tbody tr');
    if (!here || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input:not([type=checkbox]), select, textarea')) return;
    const rows = rowsOf(here.closest('[data-list]'));
    const place = rows.indexOf(here);
    const goal = { j: place + 1, ArrowDown: place + 1, k: place - 1, ArrowUp: place - 1, Home: 0, End: rows.length - 1 }[event.key];
    const onRow = event.target === here;
    if (goal !== undefined) rows[goal]?.focus();
    else if (event.key === 'Enter' && onRow) hrefOf(here) && (location.href = hrefOf(here));
    else if (event.key === ' ' && onRow) find('input[name=row]', here)?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
    else if (event.key === 'o') dispatchEvent(new CustomEvent('beside', { detail: here }));
    else if (event.key === '?') document.getElementById('keys')?.showModal();
    else return;
    event.preventDefault();
  });

  // How many rows are ticked. The bar with the steps shows itself at the first one.
  const bar = find('[data-bulk]');
  // Shift with a click, or with Space, ticks all rows from the one that was ticked last.
  let last = null;
  on('click', (event) => {
    if (!event.target.matches('input[name=row][type=checkbox]')) return;
    const boxes = findAll('input[name=row][type=checkbox]');
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(event.target)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) boxes.slice(from, to + 1).forEach((box) => { box.checked = event.target.checked; });
    last = event.target;
  });
  const tally = () => {
    if (!bar) return;
    const boxes = findAll('input[name=row][type=checkbox]');
    const ticked = boxes.filter((box) => box.checked);
    for (const box of boxes) box.closest('tr').classList.toggle('is-ticked', box.checked);
    bar.hidden = !ticked.length && !bar.elements.all?.checked;
    find('[data-bulk-count]', bar).textContent = bar.dataset.bulk.replace('{n}', ticked.length);
    const all = find('[data-check-all=row]');
    if (!all) return;
    all.checked = ticked.length === boxes.length;
    all.indeterminate = ticked.length > 0 && !all.checked;
  };
  tally();
  addEventListener('pageshow', tally);
  // After the ticking of all, which listens too.
  on('change', (event) => { if (event.target.matches('[name=row], [name=all], [data-check-all=row]')) setTimeout(tally); });

  // Columns: each tick shows at once; the panel stays open.
  let asked = 0;
  on('change', async (event) => {
    const form = event.target.closest('form[data-columns]');
    if (!form) return;
    asked += 1;
    const mine = asked;
    const answer = await fetch(`?${new URLSearchParams(new FormData(form))}`);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const list = find('[data-list]', page);
    if (mine !== asked) return;
    if (!list) { location.reload(); return; }
    history.replaceState(history.state, '', answer.url);
    find('[data-list]').replaceWith(list);
    const link = find('a[data-export]');
    if (link) link.search = find('a[data-export]', page).search;
    begin();
    tally();
  });
}
