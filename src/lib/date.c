/* Date: the calendar, local time, formats and their reader.
 *
 * A time value is a number of milliseconds since 1970-01-01T00:00Z, whole and at most 8.64e15 in magnitude, or NaN. Within that
 * range the calendar is counted in 64-bit integers; only what the specification computes with numbers that scripts hand in
 * (MakeTime, MakeDay, MakeDate) is done in doubles. */
#ifndef HK_LIB_DATE_C
#define HK_LIB_DATE_C
#include "object.c"
#include "string.c"
#include "../base/libm.h"
#include "../base/number.h"
#include "../unicode/unicode.h"

#if HAKO_WITH_DATE
#define HK_DAY 86400000
#define HK_MAX_TIME 8.64e15

/* The parts of a time, in this order wherever they are counted. */
enum { HK_YEAR, HK_MONTH, HK_DATE, HK_HOURS, HK_MINUTES, HK_SECONDS, HK_MILLISECONDS, HK_WEEKDAY, HK_DATE_PARTS };

/* ---- The calendar --------------------------------------------------------------------------------------------------- */

/* The day (0 is 1970-01-01) of a date in the proleptic Gregorian calendar; month 0 to 11, any day. Years begin in March here, so that
 * a leap day is the last of its year; 400 of them are an era of 146,097 days. */
HK_FN int32_t hk_day_of(int32_t year, int32_t month, int32_t day)
{
    int32_t y = month < 2 ? year - 1 : year, era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int32_t of_year = (153 * (month < 2 ? month + 10 : month - 2) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* The other way round: YearFromTime, MonthFromTime, DateFromTime, WeekDay. */
HK_FN void hk_date_of(int32_t day, int32_t part[HK_DATE_PARTS])
{
    int32_t d = day + 719468, era = (d >= 0 ? d : d - 146096) / 146097, of_era = d - era * 146097;
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100), march = (5 * of_year + 2) / 153;
    part[HK_DATE] = of_year - (153 * march + 2) / 5 + 1;
    part[HK_MONTH] = march < 10 ? march + 2 : march - 10;
    part[HK_YEAR] = year + era * 400 + (march >= 10);
    part[HK_WEEKDAY] = (day % 7 + 11) % 7;          /* day 0 was a Thursday */
}

/* All parts of a time value that is not NaN. */
HK_FN void hk_time_parts(double t, int32_t part[HK_DATE_PARTS])
{
    int64_t ms = (int64_t)t, day = (ms >= 0 ? ms : ms - (HK_DAY - 1)) / HK_DAY;
    int32_t rest = (int32_t)(ms - day * HK_DAY);
    hk_date_of((int32_t)day, part);
    part[HK_MILLISECONDS] = rest % 1000;
    part[HK_SECONDS] = rest / 1000 % 60;
    part[HK_MINUTES] = rest / 60000 % 60;
    part[HK_HOURS] = rest / 3600000;
}

/* MakeDate(MakeDay(...), MakeTime(...)) of year to milliseconds, rounded as the specification's operators round. */
HK_FN double hk_make_date(const double part[HK_WEEKDAY])
{
    double p[HK_WEEKDAY];
    for (unsigned i = 0; i < HK_WEEKDAY; i++) {
        if (!hk_is_finite(part[i]))
            return hk_nan();
        p[i] = hk_trunc(part[i]);
    }
    double years = hk_floor(p[HK_MONTH] / 12), year = p[HK_YEAR] + years, month = p[HK_MONTH] - hk_rounded(years * 12);
    if (!(year > -1e6 && year < 1e6))
        return hk_nan();
    double day = (double)hk_day_of((int32_t)year, (int32_t)month, 1) + p[HK_DATE] - 1;
    double time = hk_rounded(p[HK_HOURS] * 3600000) + hk_rounded(p[HK_MINUTES] * 60000);
    time = time + hk_rounded(p[HK_SECONDS] * 1000) + p[HK_MILLISECONDS];
    return hk_rounded(day * HK_DAY) + time;
}

/* TimeClip; also turns -0 into 0. */
HK_FN double hk_time_clip(double t) { return t >= -HK_MAX_TIME && t <= HK_MAX_TIME ? hk_trunc(t) + 0.0 : hk_nan(); }

/* MakeFullYear */
HK_FN double hk_full_year(double y)
{
    double year = hk_trunc(y);
    return year >= 0 && year <= 99 ? 1900 + year : y;
}

/* ---- Local time ------------------------------------------------------------------------------------------------------ */

HK_FN HK_NOINLINE double hk_now(hk_vm *vm)
{
    double now = vm->port && vm->port->now ? hk_time_clip(vm->port->now(vm->port->context)) : 0;
    return now == now ? now : 0;
}

/* Milliseconds by which local time is ahead at time t (UTC): what the port says, kept below a day. */
HK_FN HK_NOINLINE double hk_zone(hk_vm *vm, double t)
{
    int minutes = vm->port && vm->port->zone ? vm->port->zone(vm->port->context, t) : 0;
    return 60000.0 * (minutes > 1439 ? 1439 : minutes < -1439 ? -1439 : minutes);
}

/* UTC(t): where clocks are put back a local time comes twice, and the first is meant; where they are put forward one is skipped, and it
 * is read as if they had not been. Either way the offset of before counts, if it can. */
HK_FN double hk_utc(hk_vm *vm, double t)
{
    if (!(t >= -HK_MAX_TIME - HK_DAY && t <= HK_MAX_TIME + HK_DAY))
        return hk_nan();
    double before = hk_zone(vm, t - HK_DAY), after = hk_zone(vm, t + HK_DAY);
    if (before != after && hk_zone(vm, t - before) != before && hk_zone(vm, t - after) == after)
        return t - after;
    return t - before;
}

/* The time value, in local time unless utc. */
HK_FN double hk_in_zone(hk_vm *vm, double t, bool utc) { return utc || t != t ? t : t + hk_zone(vm, t); }

/* ---- Formats ---------------------------------------------------------------------------------------------------------- */

static const char hk_weekdays[] = "SunMonTueWedThuFriSat", hk_months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

/* By the functions' order. Digits stand for parts: 1 the month as a number and 8 as a name, 9 the offset from UTC; y is a year as in
 * ISO 8601. */
static const char *const hk_date_formats[] = {
    "7 8 2 0 3:4:5 GMT9", "7 8 2 0", "3:4:5 GMT9",
    "0-1-2 3:4:5", "0-1-2", "3:4:5",        /* without a locale: unambiguous */
    "7, 2 8 0 3:4:5 GMT", "y-1-2T3:4:5.6Z"
};
enum { HK_FORMAT_UTC = 6, HK_FORMAT_ISO = 7, HK_FORMAT_MAX = 48 };

HK_FN int hk_put_year(int32_t year, bool iso, char *out)
{
    int n = 0;
    bool wide = iso && (year < 0 || year > 9999);
    if (year < 0 || wide)
        out[n++] = year < 0 ? '-' : '+';
    return n + hk_put_digits((uint32_t)(year < 0 ? -year : year), wide ? 6 : 4, out + n);
}

HK_FN int hk_put_offset(int32_t minutes, char *out)
{
    int32_t m = minutes < 0 ? -minutes : minutes;
    out[0] = minutes < 0 ? '-' : '+';
    return 1 + hk_put_digits((uint32_t)(m / 60 * 100 + m % 60), 4, out + 1);
}

/* One character of a format. */
HK_FN int hk_put_part(char c, const int32_t *part, int32_t offset, char *out)
{
    switch (c) {
    case '0': case 'y': return hk_put_year(part[HK_YEAR], c == 'y', out);
    case '1': return hk_put_digits((uint32_t)part[HK_MONTH] + 1, 2, out);
    case '2': case '3': case '4': case '5': return hk_put_digits((uint32_t)part[c - '0'], 2, out);
    case '6': return hk_put_digits((uint32_t)part[HK_MILLISECONDS], 3, out);
    case '7': return hk_put_text(out, hk_weekdays + part[HK_WEEKDAY] * 3, 3);
    case '8': return hk_put_text(out, hk_months + part[HK_MONTH] * 3, 3);
    case '9': return hk_put_offset(offset, out);
    default: out[0] = c; return 1;
    }
}

/* Writes a valid time in that format: how many bytes of text[HK_FORMAT_MAX]. */
HK_FN uint32_t hk_date_write(hk_vm *vm, double t, unsigned which, char *text)
{
    int32_t part[HK_DATE_PARTS];
    double local = hk_in_zone(vm, t, which >= HK_FORMAT_UTC);
    uint32_t n = 0;
    hk_time_parts(local, part);
    for (const char *f = hk_date_formats[which]; *f; f++)
        n += (uint32_t)hk_put_part(*f, part, (int32_t)((local - t) / 60000), text + n);
    return n;
}

HK_FN hk_val hk_date_text(hk_vm *vm, double t, unsigned which)
{
    char text[HK_FORMAT_MAX];
    if (t != t)
        return hk_string(HK_KEY(invalid_date));
    uint32_t n = hk_date_write(vm, t, which, text);
    return hk_string_result(hk_str_latin1(vm, (const uint8_t *)text, n));
}

/* ---- Reading ---------------------------------------------------------------------------------------------------------- */

/* What has been read so far. ISO: the text may be in the date-only form of the specification, which is UTC. */
typedef struct {
    const hk_text *t;
    uint32_t at;
    int32_t number[3], time[4], month, offset;  /* of the date; hours to milliseconds; -1: not named; minutes */
    uint8_t digits[3], numbers, zone;           /* zone: HK_NO_ZONE... */
    bool timed, iso;
} hk_date_reader;
enum { HK_NO_ZONE, HK_UTC_NAMED, HK_ZONE_READ };

HK_INLINE uint32_t hk_date_peek(const hk_date_reader *r, uint32_t ahead)
{
    return r->at + ahead < r->t->len ? hk_unit(r->t, r->at + ahead) : 0;
}
HK_INLINE bool hk_is_digit_unit(uint32_t c) { return c - '0' < 10; }

/* A number of at most nine digits; how many, or 0. */
HK_FN uint32_t hk_read_digits(hk_date_reader *r, int32_t *v)
{
    uint32_t n = 0;
    for (*v = 0; n < 10 && hk_is_digit_unit(hk_date_peek(r, 0)); n++, r->at++)
        *v = n < 9 ? *v * 10 + (int32_t)(hk_date_peek(r, 0) - '0') : 0;
    return n > 9 ? 0 : n;
}

/* A two-digit part behind a colon. */
HK_FN bool hk_read_part(hk_date_reader *r, int32_t *v, int32_t most)
{
    r->at++;
    return hk_read_digits(r, v) == 2 && *v <= most;
}

/* The rest of a time, behind its hours. Of a fraction the first three digits count. */
HK_FN bool hk_read_time(hk_date_reader *r, int32_t hours)
{
    r->timed = true;
    r->time[0] = hours;
    if (hours > 24 || !hk_read_part(r, &r->time[1], 59))
        return false;
    if (hk_date_peek(r, 0) == ':' && !hk_read_part(r, &r->time[2], 59))
        return false;
    if (hk_date_peek(r, 0) == '.' && hk_is_digit_unit(hk_date_peek(r, 1))) {
        r->at++;
        for (int32_t unit = 100; hk_is_digit_unit(hk_date_peek(r, 0)); unit /= 10, r->at++)
            r->time[3] += unit * (int32_t)(hk_date_peek(r, 0) - '0');
    }
    return hours < 24 || !(r->time[1] | r->time[2] | r->time[3]);
}

/* "+hh", "+hhmm" or "+hh:mm", at its sign. */
HK_FN bool hk_read_offset(hk_date_reader *r)
{
    int32_t hours, minutes = 0;
    bool minus = hk_date_peek(r, 0) == '-';
    r->at++;
    uint32_t n = hk_read_digits(r, &hours);
    if (n == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if (n != 1 && n != 2) {
        return false;
    } else if (hk_date_peek(r, 0) == ':' && !hk_read_part(r, &minutes, 59)) {
        return false;
    }
    r->offset = (minus ? -1 : 1) * (hours * 60 + minutes);
    r->zone = HK_ZONE_READ;
    return hours < 24 && minutes < 60;
}

/* A number of the date, or the hours of a time. sign: '+' or '-' if a year's stood before it, else 0. */
HK_FN bool hk_read_number(hk_date_reader *r, uint32_t sign)
{
    int32_t v;
    uint32_t n = hk_read_digits(r, &v);
    if (n && n < 3 && !sign && !r->timed && hk_date_peek(r, 0) == ':')
        return hk_read_time(r, v);
    if (!n || r->numbers == 3 || (sign && n != 6 && (r->month < 0 || n < 4)) || (sign == '-' && v == 0))
        return false;
    r->iso = r->iso && n == (r->numbers ? 2u : sign ? 6u : 4u);
    r->number[r->numbers] = sign == '-' ? -v : v;
    r->digits[r->numbers++] = (uint8_t)n;
    return true;
}

/* The place of the three letters at `from` in a list of such (capital and small letters are the same), or -1. */
HK_FN int hk_date_word(const hk_date_reader *r, uint32_t from, const char *list)
{
    for (int i = 0; list[3 * i]; i++) {
        uint32_t k = 0;
        while (k < 3 && (hk_unit(r->t, from + k) | 32) == ((uint8_t)list[3 * i + (int)k] | 32u))
            k++;
        if (k == 3)
            return i;
    }
    return -1;
}

/* AM or PM, behind a time. */
HK_FN bool hk_read_half(hk_date_reader *r, bool pm)
{
    if (!r->timed || r->time[0] < 1 || r->time[0] > 12)
        return false;
    r->time[0] = r->time[0] % 12 + (pm ? 12 : 0);
    return true;
}

/* A name of a month, weekday or zone, AM, PM, or the T and Z of ISO 8601. */
HK_FN bool hk_read_word(hk_date_reader *r)
{
    static const char zones[] = "GMTUTCESTEDTCSTCDTMSTMDTPSTPDT";
    uint32_t from = r->at, c = hk_date_peek(r, 0) | 32, second = hk_date_peek(r, 1) | 32;
    while (hk_ascii_is_letter(hk_date_peek(r, 0)))
        r->at++;
    uint32_t n = r->at - from;
    int i;
    if (n == 1 && c == 't')
        return r->numbers && !r->timed && hk_is_digit_unit(hk_date_peek(r, 0));
    if (n == 2 && (c == 'a' || c == 'p') && second == 'm')
        return hk_read_half(r, c == 'p');
    i = n == 3 ? hk_date_word(r, from, zones) : (n == 1 && c == 'z') ? 0 : -1;
    if (i >= 0 && r->zone == HK_NO_ZONE) {
        r->zone = i < 2 && n > 1 ? HK_UTC_NAMED : HK_ZONE_READ;
        r->offset = i < 2 ? 0 : -60 * (4 + i / 2 - (i & 1));
        return true;
    }
    r->iso = false;
    if (n >= 3 && r->month < 0 && (r->month = hk_date_word(r, from, hk_months)) >= 0)
        return true;
    return n >= 3 && hk_date_word(r, from, hk_weekdays) >= 0;
}

/* Skips a remark in parentheses, which may hold others. */
HK_FN bool hk_skip_remark(hk_date_reader *r)
{
    uint32_t depth = 0;
    r->iso = false;
    do {
        depth += hk_date_peek(r, 0) == '(';
        depth -= hk_date_peek(r, 0) == ')';
        r->at++;
    } while (depth && r->at < r->t->len);
    return depth == 0;
}

/* One item of the text. false: it is no date. */
HK_FN bool hk_read_item(hk_date_reader *r)
{
    uint32_t c = hk_date_peek(r, 0);
    if (hk_is_digit_unit(c))
        return hk_read_number(r, 0);
    if (hk_ascii_is_letter(c))
        return hk_read_word(r);
    if (c == '(')
        return hk_skip_remark(r);
    if ((c == '+' || c == '-') && (r->timed || r->zone == HK_UTC_NAMED))
        return r->zone != HK_ZONE_READ && hk_read_offset(r);
    if (c == '+' || (c == '-' && (r->at == 0 || hk_unit(r->t, r->at - 1) == ' '))) {
        r->at++;
        return hk_read_number(r, c);
    }
    r->iso = r->iso && c == '-';
    r->at++;
    if (c == '-' || c == '/')
        return (r->numbers || r->month >= 0) && (hk_is_digit_unit(hk_date_peek(r, 0)) || hk_ascii_is_letter(hk_date_peek(r, 0)));
    return c == ' ' || c == ',' || c == '.';
}

/* Which numbers are the year, the month and the day: a year first, the names of months anywhere, or else month, day, year. Without the
 * last of them: the first day. false: this cannot be told, or it is no day of the calendar. */
HK_FN bool hk_read_date(const hk_date_reader *r, double part[HK_WEEKDAY])
{
    const int32_t *n = r->number;
    bool first = r->digits[0] > 2 || n[0] > 31, named = r->month >= 0;
    unsigned year = first ? 0u : named ? 1u : 2u, day = named ? 1u - year : first ? 2u : 1u;
    if (year >= r->numbers || r->numbers > (named ? 2 : 3))
        return false;
    int32_t y = n[year], m = named ? r->month : !first ? n[0] - 1 : r->numbers > 1 ? n[1] - 1 : 0, d = day < r->numbers ? n[day] : 1;
    if (r->digits[year] < 3)
        y += y < 50 ? 2000 : 1900;
    part[HK_YEAR] = y;
    part[HK_MONTH] = m;
    part[HK_DATE] = d;
    return y < 400000 && y > -400000 && m >= 0 && m < 12 && d >= 1 && d <= hk_day_of(m == 11 ? y + 1 : y, (m + 1) % 12, 1) - hk_day_of(y, m, 1);
}

/* Date.parse: the formats of the specification, and what people write besides. */
HK_FN HK_NOINLINE double hk_parse_date(hk_vm *vm, const hk_text *t)
{
    hk_date_reader r = { t, 0, { 0 }, { 0 }, -1, 0, { 0 }, 0, HK_NO_ZONE, false, true };
    double part[HK_WEEKDAY] = { 0 };
    vm->budget -= (int32_t)(t->len / 4);
    while (r.at < t->len)
        if (!hk_read_item(&r))
            return hk_nan();
    if (!hk_read_date(&r, part))
        return hk_nan();
    for (unsigned i = 0; i < 4; i++)
        part[HK_HOURS + i] = r.time[i];
    double time = hk_make_date(part);
    bool utc = r.zone != HK_NO_ZONE || (r.iso && !r.timed);
    return hk_time_clip(utc ? time - r.offset * 60000.0 : hk_utc(vm, time));
}

/* ---- The constructor ---------------------------------------------------------------------------------------------------- */

/* A Date whose prototype is `proto` or, for undefined, its own. */
HK_FN hk_val hk_new_date(hk_vm *vm, hk_val proto, double t)
{
    hk_ref p = hk_is_object(proto) ? hk_object_block(vm, proto) : hk_intrinsic(vm, HK_IN_DatePrototype);
    hk_ref r = p ? hk_new_class(vm, HK_T_DATE, p, 24) : 0;
    if (!r)
        return HK_EXCEPTION;
    hk_store(vm, &((hk_val *)hk_ptr(vm, r))[2], hk_number(t));
    return hk_object(r);
}

/* The time value of a Date object. */
HK_FN double hk_date_value(hk_vm *vm, hk_val date) { return hk_num_of(((hk_val *)hk_ptr(vm, hk_ref_of(date)))[2]); }

/* Of a string or another primitive. false: exception. */
HK_FN bool hk_time_of_primitive(hk_vm *vm, hk_val *v, double *t)
{
    hk_text text;
    if (!hk_is_string(*v)) {
        hk_val n = hk_to_number_value(vm, *v);
        *t = n == HK_EXCEPTION ? 0 : hk_time_clip(hk_num_of(n));
        return n != HK_EXCEPTION;
    }
    if (!hk_flat_text(vm, v, &text))
        return false;
    *t = hk_parse_date(vm, &text);
    return true;
}

/* Makes numbers of the first n arguments, primitives (those of a native, from `first` down). false: exception. Apart from what uses
 * them, for the C stack's sake. */
HK_FN HK_NOINLINE bool hk_date_numbers(hk_vm *vm, hk_val *first, uint32_t n)
{
    for (uint32_t i = 0; i < n && i < HK_WEEKDAY; i++)
        if ((*(first - i) = hk_to_number_value(vm, *(first - i))) == HK_EXCEPTION)
            return false;
    return true;
}

/* Year, month... as such numbers. NaN is a result, too. */
HK_FN HK_NOINLINE double hk_time_of_parts(const hk_val *first, uint32_t n)
{
    double part[HK_WEEKDAY] = { 0, 0, 1, 0, 0, 0, 0 };
    if (n == 0)
        part[0] = hk_nan();
    for (uint32_t i = 0; i < n && i < HK_WEEKDAY; i++)
        part[i] = hk_num_of(*(first - i));
    part[HK_YEAR] = hk_full_year(part[HK_YEAR]);
    return hk_make_date(part);
}

/* n > 0 arguments of the constructor, primitives; proto is what hk_new_date takes, rooted. */
HK_FN hk_val hk_date_from(hk_vm *vm, const hk_val *proto, hk_val *args, uint32_t n)
{
    double t;
    if (n == 1 ? !hk_time_of_primitive(vm, args, &t) : !hk_date_numbers(vm, args, n))
        return HK_EXCEPTION;
    return hk_new_date(vm, *proto, n == 1 ? t : hk_time_clip(hk_utc(vm, hk_time_of_parts(args, n))));
}

HK_FN hk_val hk_nat_Date(hk_vm *vm, hk_val *a, int argc)
{
    if (HK_NEWTARGET(a) == HK_UNDEFINED)
        return hk_date_text(vm, hk_now(vm), 0);
    if (argc == 0)
        return hk_new_date(vm, HK_THIS(a), hk_now(vm));
    if (argc == 1 && hk_class(vm, HK_ARG(a, 0)) == HK_T_DATE)
        return hk_new_date(vm, HK_THIS(a), hk_date_value(vm, HK_ARG(a, 0)));
    for (int i = 0; i < argc && i < HK_WEEKDAY; i++)
        if (hk_is_object(HK_ARG(a, i)))
            return HK_TWIN;
    return hk_date_from(vm, &HK_THIS(a), &HK_ARG(a, 0), (uint32_t)argc);
}

HK_FN hk_val hk_nat_newDate(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    const hk_array *args = hk_ptr(vm, hk_ref_of(HK_ARG(a, 1)));
    uint32_t n = args->length < HK_WEEKDAY ? args->length : HK_WEEKDAY;
    for (uint32_t i = 0; i < n; i++)
        HK_ARG(a, 2 + (int)i) = hk_element(vm, &args->o, i);
    return hk_date_from(vm, &HK_ARG(a, 0), &HK_ARG(a, 2), n);
}

HK_FN hk_val hk_nat_dateNow(hk_vm *vm, hk_val *a, int argc)
{
    (void)a, (void)argc;
    return hk_number(hk_now(vm));
}
HK_FN hk_val hk_nat_dateParse(hk_vm *vm, hk_val *a, int argc)
{
    double t;
    (void)argc;
    return hk_time_of_primitive(vm, &HK_ARG(a, 0), &t) ? hk_number(t) : HK_EXCEPTION;
}
HK_FN hk_val hk_nat_dateUTC(hk_vm *vm, hk_val *a, int argc)
{
    if (!hk_date_numbers(vm, &HK_ARG(a, 0), (uint32_t)argc))
        return HK_EXCEPTION;
    return hk_number(hk_time_clip(hk_time_of_parts(&HK_ARG(a, 0), (uint32_t)argc)));
}

/* ---- Methods: a[2] is the time value that the object had before the arguments were converted --------------------------------- */

HK_FN hk_val hk_nat_dateValue(hk_vm *vm, hk_val *a, int argc)
{
    (void)vm, (void)argc;
    return a[2];
}

HK_FN hk_val hk_nat_dateGet(hk_vm *vm, hk_val *a, int argc)
{
    unsigned which = hk_ref_of(a[1]) - HK_FN_DatePrototype_getFullYear;
    double t = hk_num_of(a[2]);
    int32_t part[HK_DATE_PARTS];
    (void)argc;
    if (t != t)
        return HK_NAN;
    hk_time_parts(hk_in_zone(vm, t, which & 1), part);
    return hk_int(part[which / 2]);
}
HK_FN hk_val hk_nat_dateGetYear(hk_vm *vm, hk_val *a, int argc)
{
    a[1] = hk_function(vm, HK_FN_DatePrototype_getFullYear);
    hk_val year = hk_nat_dateGet(vm, a, argc);
    return hk_is_int(year) ? hk_int(hk_int_of(year) - 1900) : year;
}
HK_FN hk_val hk_nat_dateZone(hk_vm *vm, hk_val *a, int argc)
{
    double t = hk_num_of(a[2]);
    (void)argc;
    return t != t ? HK_NAN : hk_number((t - hk_in_zone(vm, t, false)) / 60000);
}

/* Gives the Date in this its new time value. */
HK_FN hk_val hk_set_date(hk_vm *vm, const hk_val *a, double t)
{
    hk_val v = hk_number(hk_time_clip(t));
    hk_store(vm, &((hk_val *)hk_ptr(vm, hk_ref_of(HK_THIS(a))))[2], v);
    return v;
}
HK_FN hk_val hk_nat_dateSetTime(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    return hk_set_date(vm, a, hk_num_of(HK_ARG(a, 0)));
}

/* A setter changes a row of parts from its first one on, to the day's or the time's last. */
HK_FN hk_val hk_nat_dateSet(hk_vm *vm, hk_val *a, int argc)
{
    unsigned which = hk_ref_of(a[1]) - HK_FN_DatePrototype_setFullYear, first = which / 2;
    bool utc = which & 1;
    int32_t now[HK_DATE_PARTS];
    double part[HK_WEEKDAY], t = hk_in_zone(vm, hk_num_of(a[2]), utc);
    int most = (first < HK_HOURS ? HK_HOURS : HK_WEEKDAY) - (int)first;
    if (t != t && first == HK_YEAR)
        t = 0;
    if (t != t)
        return HK_NAN;
    hk_time_parts(t, now);
    for (unsigned i = 0; i < HK_WEEKDAY; i++)
        part[i] = now[i];
    part[first] = hk_num_of(HK_ARG(a, 0));
    for (int i = 1; i < argc && i < most; i++)
        part[(int)first + i] = hk_num_of(HK_ARG(a, i));
    t = hk_make_date(part);
    return hk_set_date(vm, a, utc ? t : hk_utc(vm, t));
}
HK_FN hk_val hk_nat_dateSetYear(hk_vm *vm, hk_val *a, int argc)
{
    (void)argc;
    a[1] = hk_function(vm, HK_FN_DatePrototype_setFullYear);
    HK_ARG(a, 0) = hk_number(hk_full_year(hk_num_of(HK_ARG(a, 0))));
    return hk_nat_dateSet(vm, a, 1);
}

HK_FN hk_val hk_nat_dateFormat(hk_vm *vm, hk_val *a, int argc)
{
    unsigned which = hk_ref_of(a[1]) - HK_FN_DatePrototype_toString;
    double t = hk_num_of(a[2]);
    (void)argc;
    if (t != t && which == HK_FORMAT_ISO)
        return hk_throw(vm, HK_E_RANGE, "invalid date");
    return hk_date_text(vm, t, which);
}
#endif
#endif
