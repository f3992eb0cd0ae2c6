#include <Python.h>
int main(void) {
    Py_Initialize();
    PyRun_SimpleString("import sys\nsys.path.insert(0, 'lib')\nimport app\napp.main()");
    return Py_FinalizeEx();
}
