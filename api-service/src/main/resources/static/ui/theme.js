// Runs before the page is painted, so that it does not flash in the other theme. Also read by theme-choice.js.
(() => {
  let saved = null;
  try {
    saved = localStorage.getItem('starmap.theme');
  } catch {
    // storage is forbidden here: the system's theme it is
  }
  if (saved === 'light' || saved === 'dark') {
    document.documentElement.dataset.theme = saved;
  }
})();
