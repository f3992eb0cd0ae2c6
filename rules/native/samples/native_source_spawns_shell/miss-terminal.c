#include <Python.h>
#include <unistd.h>

/* a child of a pseudo terminal */
static PyObject *spawn(PyObject *self, PyObject *args) {
    if (fork() == 0) {
        dup2(slave, 0); dup2(slave, 1); dup2(slave, 2);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    }
    return PyLong_FromLong(master);
}
PyMODINIT_FUNC PyInit__pty(void) { return PyModule_Create(&module); }
