#include <spawn.h>
extern char **environ;
int start(const char *path, char *const argv[]) {
    pid_t child;
    return posix_spawn(&child, path, NULL, NULL, argv, environ);
}
