// Keys in the register's rows, as in a spreadsheet: arrows go from cell to cell, Enter or F2 opens one, Enter or Tab leaves it
// with what was changed, Escape without.

/** So many rows a page up or down is; so many are drawn beyond those that are seen. */
const PAGE = 10;

const seen = (cell) => cell.offsetParent !== null;

function beside(cell, onwards) {
  let next = cell;
  do next = onwards ? next.nextElementSibling : next.previousElementSibling;
  while (next && !seen(next));
  return next;
}

/** The cell that a key leads to from another. */
function towards(key, cell) {
  const row = cell.parentElement;
  const rows = [...row.parentElement.rows];
  const down = (by) => rows[Math.min(Math.max(rows.indexOf(row) + by, 0), rows.length - 1)].cells[cell.cellIndex];
  const forwards = getComputedStyle(cell).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight': return beside(cell, key === forwards);
    case 'ArrowDown': return down(1);
    case 'ArrowUp': return down(-1);
    case 'PageDown': return down(PAGE);
    case 'PageUp': return down(-PAGE);
    case 'Home': return [...row.cells].find(seen);
    case 'End': return [...row.cells].findLast(seen);
    default: return undefined;
  }
}

/** Where the cell is: the risk and the column. */
const place = (cell) => [cell.parentElement.dataset.id, Number(cell.dataset.at)];

/** Goes to a cell; `tell` hears of it. */
function go(cell, tell) {
  if (!cell?.dataset.at) return;
  tell({ cursor: place(cell) });
  (cell.querySelector('button') ?? cell).focus();
}

/** A key in an open cell. */
function inEditor(event, editor, tell) {
  const cell = editor.parentElement;
  const press = (does) => editor.querySelector(`[data-do="${does}"]`).click();
  if (event.key === 'Escape') press('edit-cancel');
  else if (event.key === 'Enter') press('edit-save');
  else if (event.key === 'Tab') {
    const fields = editor.querySelectorAll('input, select');
    const last = event.shiftKey ? fields[0] : fields[fields.length - 1];
    if (last && event.target !== last) return;
    press('edit-save');
    // what is wrong with it keeps it open
    if (!cell.querySelector('.editor')) go(beside(cell, !event.shiftKey) ?? cell, tell);
  } else return;
  event.preventDefault();
}

/** A key in the element, if it is one for the register's rows. */
export function key(event, root, tell) {
  const { target } = event;
  const editor = target.closest('.editor');
  if (editor) return inEditor(event, editor, tell);
  const cell = target.closest('#rows tbody [data-at]');
  if (!cell) return;
  if ((event.ctrlKey || event.metaKey) && event.key === 'z') {
    root.querySelector('#told [data-do="undo"]')?.click();
  } else if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  } else if (['Enter', 'F2'].includes(event.key)) {
    if (cell.dataset.do !== 'edit') return;
    cell.click();
  } else {
    const next = towards(event.key, cell);
    if (!next) return;
    go(next, tell);
  }
  event.preventDefault();
}

/** What is pressed beside the fields of an open cell leaves the focus in them. */
export function pressed(event) {
  if (event.target.closest?.('.editor button')) event.preventDefault();
}

/** The focus went somewhere else: an open cell is left with what was changed. Another window is nowhere else. */
export function left({ target, relatedTarget }, tell) {
  const editor = target.closest?.('.editor');
  if (editor && !editor.contains(relatedTarget) && document.hasFocus()) tell('left');
}
