// How the morning report looks: on a wide and a narrow screen, in the dark, on paper.
#pragma once

namespace sohoa {

inline constexpr const char* kStyle = R"(
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:1.5rem;font:16px/1.5 system-ui,"Segoe UI",Roboto,
 "Noto Sans",sans-serif;background:#fbfaf7;color:#1b1b1b}
h1{margin:0;font-size:1.6rem}
h2{margin:2rem 0 .5rem;font-size:1.15rem;border-bottom:2px solid #8c1d18;padding-bottom:.2rem}
.when,.hint{color:#555;margin:.25rem 0 1rem}
.hint{margin:0 0 .6rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(10rem,1fr));gap:.75rem;
 margin:0 0 .75rem}
.cards div{background:#fff;border:1px solid #d8d3c8;border-left:4px solid #d8d3c8;
 border-radius:6px;padding:.6rem .9rem}
.cards .todo{border-left-color:#8c1d18}
.cards .todo dd{color:#8c1d18}
dt{color:#555;font-size:.9rem}
dt a{color:inherit}
dd{margin:0;font-size:1.5rem;font-weight:600}
.alert,.well{padding:.7rem 1rem;border-radius:6px;font-weight:600;border:2px solid}
.alert{background:#8c1d18;border-color:#8c1d18;color:#fff}
.well{background:#e9f3e6;border-color:#2f6b2a;color:#1d4a19}
table{border-collapse:collapse;width:100%;background:#fff}
th,td{padding:.4rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid #e2ded4;
 overflow-wrap:break-word}
td:first-child{overflow-wrap:anywhere}
th{background:#f1ede3}
.sheets{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));gap:1rem}
figure{margin:0;background:#fff;border:1px solid #d8d3c8;border-radius:6px;padding:.6rem}
figure img,.none{display:block;max-width:100%;height:auto;margin:0 auto .5rem;border:1px solid #999}
.none{width:70%;aspect-ratio:210/297;border-style:dashed}
figcaption{font-size:.9rem;overflow-wrap:anywhere}
code{font-size:.85em}
@media (max-width:40rem){body{padding:1rem .75rem}
 .cards{grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));gap:.5rem}
 .sheets{grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.6rem}
 thead{display:none}table,tbody,tr,td{display:block}tr{padding:.4rem 0;
 border-bottom:1px solid #e2ded4}td{border:0;padding:.1rem .6rem}td:first-child{font-weight:600}}
@media (prefers-color-scheme:dark){body{background:#171717;color:#eee}
 .cards div,table,figure{background:#1f1f1f;border-color:#3a3a3a}th{background:#2a2a2a}
 td,th,tr{border-color:#3a3a3a}.when,.hint,dt{color:#bbb}.cards .todo{border-left-color:#e0786f}
 .cards .todo dd{color:#f0948b}.well{background:#17301a;color:#bfe3ba}}
@media print{body{background:#fff;padding:0;max-width:none;font-size:11pt}
 .alert,.well{background:none;color:#000}.alert{border-color:#000}
 figure,tr,.cards div{break-inside:avoid}h2{break-after:avoid}
 .sheets{grid-template-columns:repeat(4,1fr)}}
)";

}  // namespace sohoa
