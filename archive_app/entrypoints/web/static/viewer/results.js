// The results that the document was opened from, kept by the page of the search for this window.
const KEY = "archive-results";

export const remember = (addresses) => sessionStorage.setItem(KEY, JSON.stringify(addresses));

// The address of the result after (1) or before (-1) the document that is shown; null where it ends, or another search led here.
export const beside = (direction, query) => {
  const results = JSON.parse(sessionStorage.getItem(KEY) ?? "[]").map((address) => new URL(address, location.href));
  const here = results.findIndex((one) => one.pathname === location.pathname && (one.searchParams.get("q") ?? "") === query);
  return here < 0 ? null : results[here + direction]?.href ?? null;
};
