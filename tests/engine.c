/* The engine as one object, with the functions for testing, for the programs of the test suite. */
#define HAKO_TESTING
#define HAKO_WITH_TYPESCRIPT 1
#define HAKO_IMPLEMENTATION
#include "hako.h"
