// Opens what a reader would open: details, accordions, "read more". Accepts nothing, follows nothing.
(words) => {
  const skip = "nav,header,footer,form,[role=navigation],[role=banner],[role=contentinfo],[role=dialog],[role=search]," +
    "[role=menu],[role=menubar],[aria-modal=true],dialog,[id*=cookie i],[class*=cookie i],[id*=consent i]," +
    "[class*=consent i],[id*=onetrust i],[id*=didomi i],[id*=usercentrics i],[class*=banner i]";
  const policy = /polic|privacy|content|article/i;
  const outside = (element) => {
    const found = element.closest(skip);
    return found && !(found.innerText.length > 3000 && policy.test(found.id + " " + found.className));
  };
  for (const details of document.querySelectorAll("details:not([open])")) details.open = true;
  let clicks = 0;
  const seen = new Set();
  const click = (element) => {
    if (clicks >= 200 || seen.has(element) || outside(element)) return;
    const link = element.closest("a[href]");
    if (link && !(link.getAttribute("href") || "").startsWith("#")) return;
    seen.add(element);
    clicks += 1;
    element.click();
  };
  for (const element of document.querySelectorAll("[aria-expanded=false]")) {
    if (element.matches("[aria-haspopup]:not([aria-haspopup=false]),select,input,[role=combobox]")) continue;
    click(element);
  }
  const more = new RegExp("^\\W*(" + words.join("|") + ")\\W*$", "i");
  for (const element of document.querySelectorAll("button,[role=button],summary,a,span[onclick],div[onclick]")) {
    const text = (element.innerText || "").trim();
    if (text.length < 40 && more.test(text)) click(element);
  }
  return clicks;
}
