/* The engine as a product has it: no testing functions. */
#define HAKO_IMPLEMENTATION
#include "hako.h"
