#!/bin/sh
printf %s ZWNobyBpbmVydDsgZWNobyBpbmVydA== | openssl base64 -d -A | gunzip | sh
