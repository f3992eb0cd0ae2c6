set(_tool "${CMAKE_BINARY_DIR}/protoc")
file(DOWNLOAD "https://tools.example.org/protoc" "${_tool}" EXPECTED_HASH SHA256=${PROTOC_HASH})
file(CHMOD "${_tool}" PERMISSIONS OWNER_READ OWNER_EXECUTE)
execute_process(COMMAND "${_tool}" --version)
