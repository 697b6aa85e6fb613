// JSON of the registers has numbers that JavaScript cannot hold, such as the code of a building.
// Whole numbers of 16 digits and more become strings of their digits.
const stringOrLong = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

export function parseExact(json: string): unknown {
  return JSON.parse(
    json.replace(stringOrLong, (found) => (found.startsWith('"') ? found : `"${found}"`)),
  );
}
