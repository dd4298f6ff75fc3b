// --- the palette: Ctrl+K, ⌘K or / finds anything; without JavaScript its button leads to the search page -------------
{
  const box = document.getElementById('palette');
  const user = document.body.dataset.user;
  const recentKey = `recent:${user}`;
  const recent = () => { try { return JSON.parse(sessionStorage.getItem(recentKey)) || []; } catch { return []; } };
  // Pages opened before, of this tab only: a name in a title is gone with the tab or the account.
  const forget = () => { try { Object.keys(sessionStorage).filter((key) => key.startsWith('recent:')).forEach((key) => sessionStorage.removeItem(key)); } catch { /* none kept */ } };
  if (!user) forget();
  on('submit', (event) => { if (event.target.matches('[data-sign-out]')) forget(); });
  const button = find('[data-palette]');
  // A page without the bar (signing out) has nowhere to open it from.
  if (box && button) {
    const home = button.getAttribute('href');
    const here = location.pathname + location.search;
    const title = find('h1')?.textContent.trim();
    if (title && location.pathname !== home) {
      try {
        sessionStorage.setItem(recentKey, JSON.stringify([[title, here], ...recent().filter((one) => one[1] !== here)].slice(0, 7)));
      } catch { /* no storage, nothing kept */ }
    }
    const input = find('input', box);
    const list = find('[role=listbox]', box);
    const note = find('[data-note]', box);
    const said = find('[role=status]', box);
    let timer;
    let asking;
    let active;
    const choose = (one) => {
      active?.setAttribute('aria-selected', 'false');
      active = one;
      if (!one) return input.removeAttribute('aria-activedescendant');
      one.setAttribute('aria-selected', 'true');
      one.scrollIntoView({ block: 'nearest' });
      return input.setAttribute('aria-activedescendant', one.id);
    };
    const show = (nodes, words) => {
      list.replaceChildren(...nodes);
      list.hidden = !nodes.length;
      input.setAttribute('aria-expanded', String(!list.hidden));
      note.replaceChildren(...(nodes.length || !words ? [] : [Object.assign(document.createElement('p'), { className: 'cn-note', textContent: words })]));
      said.textContent = words;
      box.classList.remove('is-busy');
      choose(input.value.trim() ? find('[role=option]', list) : null);
    };
    const before = () => {
      const ones = recent().filter((one) => one[1] !== here).slice(0, 5);
      if (!ones.length) return [];
      const group = document.createElement('div');
      const kind = Object.assign(document.createElement('div'), { className: 'cn-kind', textContent: box.dataset.recent });
      kind.setAttribute('aria-hidden', 'true');
      group.setAttribute('role', 'group');
      group.setAttribute('aria-label', box.dataset.recent);
      group.append(kind, ...ones.map(([words, url], place) => {
        const link = Object.assign(document.createElement('a'), { className: 'cn-hit', id: `hit-recent-${place}`, href: url, tabIndex: -1 });
        link.setAttribute('role', 'option');
        link.setAttribute('aria-selected', 'false');
        const sign = find('svg', box).cloneNode(true);
        const use = find('use', sign);
        use.setAttribute('href', use.getAttribute('href').replace(/#.*/, '#history'));
        link.append(sign, document.createElement('span'));
        link.lastChild.append(Object.assign(document.createElement('b'), { textContent: words }));
        return link;
      }));
      return [group];
    };
    const ask = async () => {
      asking?.abort();
      const words = input.value.trim();
      const url = `${home}?q=${encodeURIComponent(words)}`;
      const mine = asking = new AbortController();
      box.classList.add('is-busy');
      if (!words) show(before(), '');
      try {
        const answer = await fetch(url, { headers: { 'X-Part': 'palette' }, signal: mine.signal });
        // Signed out meanwhile: the page itself asks to sign in and comes back.
        if (answer.redirected) { location.href = url; return; }
        if (!answer.ok) throw new Error(answer.status);
        const part = document.createElement('template');
        part.innerHTML = await answer.text();
        if (mine !== asking) return;
        show([...(words ? [] : before()), ...findAll('[role=group]', part.content)], words && find('p', part.content).textContent);
      } catch (error) {
        if (mine.signal.aborted) return;
        show(words ? [] : before(), box.dataset.offline);
      }
    };
    const raise = () => {
      if (find('dialog:modal')) return;
      closeMenus();
      box.showModal();
      input.select();
      ask();
    };
    input.addEventListener('input', () => { clearTimeout(timer); box.classList.add('is-busy'); timer = setTimeout(ask, 150); });
    input.addEventListener('keydown', (event) => {
      if (event.isComposing) return;
      const options = findAll('[role=option]', list);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && options.length) {
        event.preventDefault();
        const place = options.indexOf(active);
        choose(options[place < 0 ? (step > 0 ? 0 : options.length - 1) : (place + step + options.length) % options.length]);
      } else if (event.key === 'Enter') {
        event.preventDefault();
        const url = active?.href || `${home}?q=${encodeURIComponent(input.value)}`;
        if (event.ctrlKey || event.metaKey) open(url);
        else location.href = url;
      }
    });
    box.addEventListener('close', () => { asking?.abort(); clearTimeout(timer); });
    on('keydown', (event) => {
      const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if ((event.key === '/' && plain && !typing) || ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k')) {
        event.preventDefault();
        raise();
      }
    });
    on('click', (event) => {
      if (!event.target.closest('[data-palette]') || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      raise();
    });
  }
}
