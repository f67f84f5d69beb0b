// Runs before anything of the page is loaded: what the address asks for comes beside what starts, not after it.
{
  const parts = PARTS;
  const asked = new URLSearchParams(location.search);
  if (asked.get("view") === "workbench" || asked.has("room")) {
    let kept = null;
    try {
      kept = sessionStorage.getItem("ullim.language") ?? localStorage.getItem("ullim.language");
    } catch {
      // The browser has no storage: the page speaks its first language.
    }
    const words = [asked.get("lang"), kept].map((tag) => `words_${tag}`).find((part) => part in parts);
    const room = asked.has("room") ? [...parts.room, PANES] : [];
    const files = new Set([...parts.workbench, ...room, ...(parts[words ?? "words_ko"] ?? []), STYLES]);
    for (const href of files) {
      const isStyle = href.endsWith(".css");
      const link = { rel: "preload", as: isStyle ? "style" : "fetch", href };
      // A fetch finds only what was asked for as it asks.
      if (!isStyle) link.crossOrigin = "anonymous";
      document.head.append(Object.assign(document.createElement("link"), link));
    }
  }
}
