/* The whole engine as one translation unit, in the order in which its parts build on each other. hako.h is made from it. */
#ifndef HK_HAKO_C
#define HK_HAKO_C
#include "api/public.h"
#include "base/base.h"
#include "base/utf.h"
#include "base/number.h"
#include "base/libm.h"
#include "unicode/unicode.h"
#include "lib/library.h"
#include "lib/gen_tables.h"
#ifndef HAKO_BOOTSTRAP
#  include "lib/gen_code.h"
#endif
#include "vm/forward.h"
#include "heap/alloc.c"
#include "heap/gc.c"
#include "heap/string.c"
#include "object/object.c"
#include "object/define.c"
#include "syntax/names.c"
#include "syntax/lexer.c"
#include "syntax/tree.c"
#include "syntax/scope.c"
#include "syntax/parser.c"
#include "code/emit.c"
#include "vm/convert.c"
#include "vm/frame.c"
#include "vm/slow.c"
#include "vm/interp.c"
#include "vm/error.c"
#include "lib/core.c"
#include "api/api.c"
#endif
