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
