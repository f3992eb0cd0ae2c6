const h = require('https');
h.get('https://example.org/table.json', r => {
  let text = '';
  r.on('data', part => text += part);
  r.on('end', () => console.log(JSON.parse(text)));
});
