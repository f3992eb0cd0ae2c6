const fs = require('fs');
const text = fs.readFileSync('package.json', 'utf8');
fetch('https://api.tides.example/names').then(r => r.json());
