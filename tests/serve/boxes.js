() => {
  // What is wrong with the boxes of a page: beyond its edge, wider than what holds it, over the box before it.
  const bad = [];
  const name = (box) => box.tagName.toLowerCase() + (box.className ? "." + box.className : "");
  const style = (box) => getComputedStyle(box);
  const seen = (box) => box.checkVisibility() && box.getBoundingClientRect().width > 0;
  const apart = (box) => ["inline", "contents"].includes(style(box).display) || ["absolute", "fixed"].includes(style(box).position);
  for (const box of document.querySelectorAll("main *")) {
    if (!seen(box) || box.closest("svg, #net, .yasgui, .scroll, select")) continue;
    if (box.getBoundingClientRect().right > innerWidth + 1) bad.push("out: " + name(box));
    if (style(box).display === "block" && style(box).overflowX === "visible" && box.scrollWidth > box.clientWidth + 1) bad.push("wide: " + name(box));
    const boxes = [...box.children].filter((one) => seen(one) && !apart(one)).map((one) => [one, one.getBoundingClientRect()]);
    for (let i = 1; i < boxes.length; i += 1) {
      const [[one, a], [other, b]] = [boxes[i - 1], boxes[i]];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > 2) bad.push(`over: ${name(one)}, ${name(other)}`);
    }
  }
  return bad.slice(0, 6);
}
