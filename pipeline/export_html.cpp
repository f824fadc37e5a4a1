// The rows are plain HTML, so that the page can be read, searched and printed where
// scripts are off; the script only sorts and filters them.
#include "pipeline/export_html.h"

namespace sohoa {

namespace {

constexpr const char* kStyle = R"(
:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;
 background:#fbfaf7;color:#1b1b1b}
header{padding:1.25rem 1.5rem .75rem;border-bottom:3px solid #8c1d18;background:#fff}
h1{margin:0;font-size:1.4rem}
header p{margin:.25rem 0 0;color:#555}
form{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;padding:.75rem 1.5rem;
 position:sticky;top:0;background:#fbfaf7;border-bottom:1px solid #d8d3c8;z-index:2}
label{font-weight:600}
input{font:inherit;flex:1 1 18rem;max-width:36rem;padding:.45rem .6rem;border:1px solid #777;
 border-radius:4px;background:#fff;color:#1b1b1b}
.wide{overflow-x:auto;padding:0 1.5rem 2rem}
table{border-collapse:collapse;width:100%;min-width:60rem;background:#fff}
th,td{padding:.45rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid #e2ded4}
th{background:#f1ede3;padding:0;vertical-align:bottom}
col.wide{width:26%}
th button{all:unset;box-sizing:border-box;display:block;width:100%;padding:.5rem .6rem;font-weight:600;cursor:pointer}
th button::after{content:" \2195";color:#777}
th[aria-sort=ascending] button::after{content:" \2191";color:#8c1d18}
th[aria-sort=descending] button::after{content:" \2193";color:#8c1d18}
a{color:#0b4f8a}
a:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid #0b65c2;outline-offset:1px}
tbody tr:hover{background:#f7f4ec}
@media (prefers-color-scheme:dark){
 body,form{background:#171717;color:#eee}header,table{background:#1f1f1f}
 th{background:#2a2a2a}th,td{border-color:#3a3a3a}header p{color:#bbb}
 input{background:#222;color:#eee}a{color:#8cc4ff}tbody tr:hover{background:#2a2a2a}}
@media print{form{display:none}th button::after{content:""}.wide{overflow:visible;padding:0}}
)";

constexpr const char* kScript = R"(
(function(){
 var table=document.getElementById('muc-luc'),body=table.tBodies[0];
 var rows=Array.prototype.slice.call(body.rows),box=document.getElementById('loc');
 var count=document.getElementById('dem'),keys=new Map();
 function fold(s){return s.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g,'')
  .replace(/\u0111/g,'d')}
 function text(row){if(!keys.has(row))keys.set(row,fold(row.textContent));return keys.get(row)}
 function filter(){
  var words=fold(box.value).split(/\s+/).filter(Boolean),shown=0;
  rows.forEach(function(row){
   var ok=words.every(function(w){return text(row).indexOf(w)>=0});
   row.hidden=!ok;if(ok)shown++;
  });
  count.textContent=shown+' / '+rows.length+' tài liệu';
 }
 var timer;box.addEventListener('input',function(){clearTimeout(timer);timer=setTimeout(filter,120)});
 document.querySelector('form').addEventListener('submit',function(e){e.preventDefault();filter()});
 var order=new Intl.Collator('vi',{numeric:true});
 function cell(row,i){return row.cells[i].getAttribute('data-sort')||row.cells[i].textContent}
 Array.prototype.forEach.call(table.tHead.rows[0].cells,function(th,i){
  th.querySelector('button').addEventListener('click',function(){
   var up=th.getAttribute('aria-sort')!=='ascending';
   Array.prototype.forEach.call(th.parentNode.cells,function(o){o.removeAttribute('aria-sort')});
   th.setAttribute('aria-sort',up?'ascending':'descending');
   rows.sort(function(a,b){var d=order.compare(cell(a,i),cell(b,i));return up?d:-d});
   rows.forEach(function(row){body.appendChild(row)});
  });
 });
 document.querySelector('form').hidden=false;filter();
})();
)";

bool is_iso_day(const std::string& text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' &&
         text.find_first_not_of("0123456789-") == std::string::npos;
}

}  // namespace

std::string html_text(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string index_html_head(const std::vector<std::string>& headings, long long records,
                            const std::string& made_at, std::size_t wide) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; script-src 'unsafe-inline'\">\n"
      "<title>Mục lục tài liệu</title>\n<style>";
  html += kStyle;
  html += "</style>\n</head>\n<body>\n<header><h1>Mục lục tài liệu</h1>\n<p>" +
          std::to_string(records) + " tài liệu, xuất ngày " + made_at.substr(8, 2) + "/" +
          made_at.substr(5, 2) + "/" + made_at.substr(0, 4) +
          ". Bấm tên tệp để mở; bấm tiêu đề cột để sắp xếp.</p></header>\n<main>\n"
          "<form role=\"search\" hidden><label for=\"loc\">Lọc</label>"
          "<input id=\"loc\" type=\"search\" autocomplete=\"off\" "
          "placeholder=\"có dấu hay không dấu đều được\" aria-controls=\"muc-luc\">"
          "<output id=\"dem\" for=\"loc\" aria-live=\"polite\"></output></form>\n"
          "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Bảng tài liệu\">"
          "<table id=\"muc-luc\">\n<colgroup>";
  for (std::size_t i = 0; i < headings.size(); ++i)
    html += i == wide ? "<col class=\"wide\">" : "<col>";
  html += "</colgroup>\n<thead><tr>";
  for (const std::string& heading : headings)
    html += "<th scope=\"col\"><button type=\"button\">" + html_text(heading) + "</button></th>";
  return html + "</tr></thead>\n<tbody>\n";
}

std::string index_html_row(const std::string& link, const std::vector<std::string>& cells) {
  std::string html = "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string& cell = cells[i];
    if (i == 0)
      html += "<td><a href=\"" + html_text(link) + "\">" + html_text(cell) + "</a></td>";
    else if (is_iso_day(cell))
      html += "<td data-sort=\"" + cell + "\">" + cell.substr(8, 2) + "/" + cell.substr(5, 2) +
              "/" + cell.substr(0, 4) + "</td>";
    else
      html += "<td>" + html_text(cell) + "</td>";
  }
  return html + "</tr>\n";
}

std::string index_html_end() {
  return std::string("</tbody></table></div>\n</main>\n<script>") + kScript +
         "</script>\n</body>\n</html>\n";
}

}  // namespace sohoa
