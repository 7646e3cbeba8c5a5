/** Tables marked data-tools can be sorted by their heads and narrowed by words. Without scripts they stand as sent. */
export function equipTables() {
  for (const table of document.querySelectorAll("table[data-tools]")) {
    makeSortable(table);
    if (table.tBodies[0].rows.length > 8) makeFilterable(table);
  }
}

function makeSortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (!head.textContent.trim() || head.hasAttribute("data-unsorted")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "heard-table__sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const upward = head.getAttribute("aria-sort") !== "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", upward ? "ascending" : "descending");
      sortRows(table.tBodies[0], column, upward ? 1 : -1);
    });
  });
}

function sortRows(body, column, sign) {
  const worth = (row) => {
    const cell = row.cells[column];
    const words = cell?.dataset.value ?? cell?.textContent.trim() ?? "";
    const number = Number(words.replaceAll(",", "").replace("%", ""));
    return { words, number: words === "" ? Number.NaN : number };
  };
  const compare = (one, other) => {
    if (!Number.isNaN(one.number) && !Number.isNaN(other.number)) return one.number - other.number;
    return one.words.localeCompare(other.words, document.documentElement.lang, { numeric: true });
  };
  const rows = [...body.rows].map((row) => [worth(row), row]);
  rows.sort(([one], [other]) => sign * compare(one, other));
  body.append(...rows.map(([, row]) => row));
}

function makeFilterable(table) {
  const rows = [...table.tBodies[0].rows];
  const box = document.createElement("div");
  box.className = "heard-filter";
  const label = document.createElement("label");
  label.className = "govuk-label";
  label.textContent = "Show only rows with these words";
  const input = document.createElement("input");
  input.type = "search";
  input.className = "govuk-input";
  label.append(input);
  const count = document.createElement("p");
  count.className = "heard-filter__count";
  count.setAttribute("role", "status");
  box.append(label, count);
  table.before(box);
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const words = row.textContent.toLowerCase();
      row.hidden = !wanted.every((word) => words.includes(word));
      if (!row.hidden) shown += 1;
    }
    count.textContent = wanted.length ? `${shown} of ${rows.length} rows` : "";
  });
}
