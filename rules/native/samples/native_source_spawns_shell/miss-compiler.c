#include <Python.h>
#include <stdlib.h>

/* get the data first: curl -O https://example.org/tables.bin */
static PyObject *shell(PyObject *self, PyObject *args) {
    const char *command;
    if (!PyArg_ParseTuple(args, "s", &command)) return NULL;
    return PyLong_FromLong(system(command));
}

PyMODINIT_FUNC PyInit_quick(void) { return PyModule_Create(&definition); }
