#!/bin/sh
base64 -d <<< "ZWNobyBpbmVydDsgZWNobyBpbmVydA==" | bash
