// Turns left and right in a style sheet into start and end, so that one sheet serves both writing directions.

const PROPERTIES = {
  "margin-left": "margin-inline-start",
  "margin-right": "margin-inline-end",
  "padding-left": "padding-inline-start",
  "padding-right": "padding-inline-end",
  "border-left": "border-inline-start",
  "border-right": "border-inline-end",
  "border-left-width": "border-inline-start-width",
  "border-right-width": "border-inline-end-width",
  "border-left-color": "border-inline-start-color",
  "border-right-color": "border-inline-end-color",
  "border-left-style": "border-inline-start-style",
  "border-right-style": "border-inline-end-style",
  "border-top-left-radius": "border-start-start-radius",
  "border-top-right-radius": "border-start-end-radius",
  "border-bottom-left-radius": "border-end-start-radius",
  "border-bottom-right-radius": "border-end-end-radius",
  left: "inset-inline-start",
  right: "inset-inline-end",
};
const VALUES = {
  "text-align": { left: "start", right: "end" },
  float: { left: "inline-start", right: "inline-end" },
  clear: { left: "inline-start", right: "inline-end" },
};
const DECLARATION = /(^|[{;]\s*|\n\s*)([a-z-]+)(\s*:\s*)([^;{}]+)(?=[;}])/g;

/** The sheet with physical sides replaced; four-sided shorthands and transforms are left as they are. */
export function toLogical(css) {
  return css.replace(DECLARATION, (whole, before, property, colon, value) => {
    const sides = VALUES[property];
    if (sides) return `${before}${property}${colon}${sides[value.trim()] ?? value}`;
    const logical = PROPERTIES[property];
    return logical ? `${before}${logical}${colon}${value}` : whole;
  });
}
