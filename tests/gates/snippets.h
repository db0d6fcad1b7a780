/* What the fragments of C in the documents take for granted. */
#define HAKO_WITH_DECIMAL 1
#include "hako.h"
#include <stdio.h>
#include <string.h>
static uint64_t arena[8192];
static const char source[] = "";
static const size_t source_len = 0;
static const hako_port port;
enum { LED = 13 };
void gpio_write(int pin, bool on);
void poll_sensor(void);
void kick_watchdog(void);
void sleep_until(double milliseconds);
void adc_start(void);
int32_t adc_value(void);
void adc_interrupt(void);
void log_line(int level, const char *text);
extern hako_function blink;
extern const hako_class motor_class;
extern hako_write to_flash;
extern hako_read from_flash;
extern hako_function move;
extern const hako_class entity_class;
