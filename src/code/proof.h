/* The proof that comes with a function in an image: what a verifier would otherwise have to find out by going through the code until nothing
 * changes any more. It is not trusted: it says what the kinds are where jumps arrive (labels), and that is checked at
 * each jump, and used behind each label.
 *
 *     struct hk_proof
 *     a sample for each HK_PROOF_STEP labels: struct hk_proof_sample
 *     for each entry of the try table its number, uint16_t: in the order in which the ranges begin
 *     labels, in order: bytes
 *
 * A label: varint words from the last label (of the first: from 0); a byte h; a byte n; n exceptions, each a register (byte) and
 * its kind (varint). Registers 1 to h - 1 hold a VALUE, those from h on are UNSET, but for the exceptions. n = 255: those of the label before;
 * not where a sample points to. Without a proof a function has no labels, no try table and no environment. */
#ifndef HK_PROOF_H
#define HK_PROOF_H
#include "kinds.c"

/* env: number + 1 of the shape of the function's environment, 0: it has none. module: 0; of a module's top level HK_KINDS_MODULE, to which the
 * number + 1 of the shape of its block is added, if it has one. */
typedef struct { uint16_t env, module; uint32_t nlabels; } hk_proof;
typedef struct { uint32_t word, offset; } hk_proof_sample;      /* of the label; of what follows its distance, from the proof's beginning */
#define HK_PROOF_STEP 16u
#define HK_PROOF_SAME 255u

/* A reader of labels. bad: it has met something that cannot be. */
typedef struct {
    const uint8_t *at, *end;
    const uint8_t *rest;             /* of the label read last: what follows its distance */
    const uint8_t *exceptions;
    uint32_t word;
    uint8_t h, n;
    bool bad;
} hk_label;
#endif
