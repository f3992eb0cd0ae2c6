#include <stddef.h>
static unsigned char first[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
void mask(unsigned char *data, size_t size, const unsigned char *key) {
    for (size_t i = 0; i < size; i++) data[i] ^= key[i % 4];
}
