// --- the wall ---------------------------------------------------------------------------------------------------
// Arrow keys lead from tile to tile (without this script the Tab key does), Escape puts a tile's card away, and on
// a full screen the tiles get the largest size at which all of them are seen.
{
  const tilesOf = (wall) => findAll('a.cn-tile', wall);
  const stand = (tile) => {
    for (const other of tilesOf(tile.closest('[data-wall]'))) other.tabIndex = other === tile ? 0 : -1;
  };
  const centre = (box) => box.left + box.width / 2;
  const nextRow = (tiles, here, way) => {
    const from = here.getBoundingClientRect();
    let best = null;
    for (const tile of tiles) {
      const box = tile.getBoundingClientRect();
      const down = way * (box.top - from.top);
      if (down < 4) continue;
      const far = [Math.round(down), Math.abs(centre(box) - centre(from))];
      if (!best || far[0] < best.far[0] - 4 || (far[0] <= best.far[0] + 4 && far[1] < best.far[1])) best = { tile, far };
    }
    return best && best.tile;
  };
  for (const wall of findAll('[data-wall]')) {
    const first = find('a.cn-tile', wall);
    if (first) stand(first);
  }
  on('keydown', (event) => {
    if (event.key === 'Escape') findAll('[data-wall]').forEach((wall) => { wall.dataset.quiet = ''; });
    const here = event.target.closest('a.cn-tile');
    const wall = here && here.closest('[data-wall]');
    if (!wall || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const tiles = tilesOf(wall);
    const place = tiles.indexOf(here);
    const goal = {
      ArrowRight: () => tiles[place + 1],
      ArrowLeft: () => tiles[place - 1],
      ArrowDown: () => nextRow(tiles, here, 1),
      ArrowUp: () => nextRow(tiles, here, -1),
      Home: () => tiles[0],
      End: () => tiles[tiles.length - 1],
    }[event.key];
    if (!goal) return;
    event.preventDefault();
    const tile = goal();
    if (tile) tile.focus();
  });
  // A card stays within the window.
  const show = (event) => {
    const item = event.target.closest && event.target.closest('[data-wall] li');
    if (!item) return;
    const wall = item.closest('[data-wall]');
    if (event.type === 'focusin') stand(find('a.cn-tile', item));
    if (wall.shown !== item || event.type === 'focusin') delete wall.dataset.quiet;
    wall.shown = item;
    const card = find('.cn-tip', item);
    if (!card) return;
    card.classList.remove('is-left', 'is-above');
    const box = card.getBoundingClientRect();
    card.classList.toggle('is-left', box.right > innerWidth);
    card.classList.toggle('is-above', box.bottom > innerHeight && box.height < item.getBoundingClientRect().top);
  };
  on('focusin', show);
  on('mouseover', show);
  // The largest size, in pixels, at which the whole screen holds in so many columns of groups.
  const largest = (screen, wall, columns) => {
    wall.toggleAttribute('data-columns', columns > 1);
    if (columns > 1) wall.dataset.columns = columns;
    let [low, high] = [6, 48];
    while (high - low > 0.25) {
      const size = (low + high) / 2;
      screen.style.setProperty('--cn-wall-size', `${size}px`);
      if (screen.scrollHeight <= screen.clientHeight && screen.scrollWidth <= screen.clientWidth) low = size;
      else high = size;
    }
    return low;
  };
  const fit = () => {
    const screen = document.fullscreenElement;
    const wall = screen && find('[data-wall]', screen);
    if (!wall) return;
    const sizes = [1, 2, 3].map((columns) => largest(screen, wall, columns));
    const size = Math.max(...sizes);
    largest(screen, wall, sizes.indexOf(size) + 1);
    screen.style.setProperty('--cn-wall-size', `${size}px`);
  };
  on('fullscreenchange', fit);
  addEventListener('resize', fit);
}
