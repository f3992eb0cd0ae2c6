#!/bin/sh
printf '\033[1;32m%s\033[0m\n' "done" | tee log
