// --- rows open beside their list ---------------------------------------------------------------------------------
// <aside data-panel hidden> stands behind the page's main part. The row's own page comes without its frame (X-Part),
// the address gets ?open=<number>, "back" closes. On narrow screens nothing of this happens: the page opens.
{
  const panel = find('[data-panel]');
  const wide = matchMedia('(min-width: 1200px)');
  const keyOf = (row) => hrefOf(row) && new URL(hrefOf(row), location).pathname.match(/\d+/)?.[0];
  const rows = () => findAll('[data-list] tbody tr').filter(keyOf);
  const body = panel && find('[data-panel-body]', panel);
  let shown = null;

  // Two forms on one page may use the same names: the panel's get names of their own.
  const rename = () => {
    for (const part of findAll('[id]', body)) part.id = `p-${part.id}`;
    for (const name of ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'list', 'form', 'data-dialog']) {
      for (const part of findAll(`[${name}]`, body)) part.setAttribute(name, part.getAttribute(name).replace(/\S+/g, 'p-$&'));
    }
    for (const link of findAll('a[href^="#"]', body)) link.href = link.getAttribute('href').replace('#', '#p-');
  };
  const fill = async (answer, href) => {
    body.innerHTML = await answer.text();
    const said = findAll('.cn-messages > *', body);
    find('.cn-messages', body)?.remove();
    rename();
    for (const form of findAll('form:not([action])', body)) form.action = href;
    find('h1', body)?.setAttribute('tabindex', '-1');
    panel.setAttribute('aria-label', find('h1', body)?.textContent || '');
    document.dispatchEvent(new CustomEvent('toasts', { detail: said }));
  };
  const mark = () => rows().forEach((row) => row.toggleAttribute('aria-current', row === shown));
  const ask = (href, more = {}) => fetch(href, { cache: 'no-store', headers: { 'X-Part': 'panel' }, ...more });

  const load = async (href) => {
    const row = shown;
    body.setAttribute('aria-busy', 'true');
    try {
      const answer = await ask(href);
      if (shown !== row) return;
      // Signed out meanwhile, or gone: the page itself says so.
      if (answer.redirected || !answer.ok) throw answer;
      await fill(answer, href);
    } catch {
      if (shown === row) location.href = href;
    } finally {
      body.removeAttribute('aria-busy');
    }
  };
  const show = (row) => {
    const href = hrefOf(row);
    shown = row;
    mark();
    panel.hidden = false;
    root.classList.add('has-panel');
    find('[data-panel-full]', panel).href = href;
    const all = rows();
    const place = all.indexOf(row);
    find('[data-panel-step="-1"]', panel).disabled = place < 1;
    find('[data-panel-step="1"]', panel).disabled = place > all.length - 2;
    body.replaceChildren(find('template', panel).content.cloneNode(true));
    row.scrollIntoView({ block: 'nearest' });
    return load(href);
  };
  const close = () => {
    const row = shown;
    shown = null;
    mark();
    panel.hidden = true;
    root.classList.remove('has-panel');
    body.replaceChildren();
    row?.focus();
  };
  const address = (key) => {
    const url = new URL(location);
    if (key) url.searchParams.set('open', key);
    else url.searchParams.delete('open');
    return url;
  };
  const openRow = (row, isNew) => {
    // One step back closes the panel, however many rows were looked at.
    const way = isNew && !shown ? 'pushState' : 'replaceState';
    history[way]({ beside: way === 'pushState' || history.state?.beside }, '', address(keyOf(row)));
    show(row);
  };
  const leave = () => {
    if (history.state?.beside) history.back();
    else { history.replaceState(null, '', address()); close(); }
  };
  const byAddress = () => {
    const key = new URLSearchParams(location.search).get('open');
    const row = key && wide.matches && rows().find((one) => keyOf(one) === key);
    if (row) show(row);
    else {
      if (shown) close();
      // The row is on another page of the list, or gone.
      if (key && wide.matches) history.replaceState(history.state, '', address());
    }
  };

  if (panel) {
    addEventListener('beside', (event) => {
      const row = event.detail;
      if (!wide.matches || !keyOf(row)) {
        if (!event.cancelable && hrefOf(row)) location.href = hrefOf(row);
        return;
      }
      event.preventDefault();
      openRow(row, true);
      panel.focus();
    });
    addEventListener('popstate', byAddress);
    wide.addEventListener('change', () => { if (!wide.matches && shown) close(); });
    on('click', (event) => {
      if (event.target.closest('[data-panel-close]')) leave();
      const step = event.target.closest('[data-panel-step]');
      if (!step) return;
      const all = rows();
      const next = all[all.indexOf(shown) + Number(step.dataset.panelStep)];
      if (next) openRow(next, false);
      if (step.disabled) panel.focus();
    });
    // The forms of the row's page open here too; their "Cancel" brings the row back.
    on('click', async (event) => {
      const link = event.target.closest('a[href]');
      if (!link || !body.contains(link) || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const isBack = link.pathname === new URL(hrefOf(shown), location).pathname && !link.hash;
      if (link.origin !== location.origin || (!isBack && !/\/(edit|new|void|leave)\/$/.test(link.pathname))) return;
      event.preventDefault();
      await load(link.href);
      panel.scrollTop = 0;
      find('h1', body)?.focus();
    });
    on('keydown', (event) => {
      if (event.key !== 'Escape' || !shown || event.defaultPrevented || find('dialog[open], details[data-menu][open]')) return;
      leave();
    });
    // A form in the panel: what it answers stays in the panel; when it was taken, the list shows it.
    on('submit', async (event) => {
      const form = event.target;
      if (event.defaultPrevented || form.method !== 'post' || !body.contains(form) || form.matches('[data-undo]')) return;
      event.preventDefault();
      const data = new FormData(form, event.submitter);
      const href = event.submitter?.getAttribute('formaction') || form.action;
      try {
        const answer = await ask(href, { method: 'POST', body: data, redirect: 'manual' });
        if (answer.type === 'opaqueredirect') location.reload();
        else await fill(answer, href);
      } catch {
        delete form.dataset.sending;
        findAll('[aria-disabled]', form).forEach((one) => one.removeAttribute('aria-disabled'));
      }
    });
    byAddress();
  }
}
