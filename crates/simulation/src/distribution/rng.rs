//! The generator of random numbers: xoshiro256++ 1.0 of Blackman and Vigna (ACM TOMS 47, 2021).
//!
//! Our own twenty lines rather than a crate, because a result must be the same years from now and
//! generators of crates are not promised to be stable across versions.

/// A xoshiro256++ generator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Xoshiro256 {
    state: [u64; 4],
}

impl Xoshiro256 {
    /// The generator of one stream of a seed; different (seed, stream) give unrelated sequences.
    ///
    /// The state is filled by `SplitMix64`, as the authors advise.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut mix = SplitMix64(seed);
        let mut mix = SplitMix64(mix.next() ^ stream.wrapping_mul(0xd134_2543_de82_ef95));
        Self {
            state: std::array::from_fn(|_| mix.next()),
        }
    }

    /// From a state, which must not be all zero.
    pub fn from_state(state: [u64; 4]) -> Self {
        Self { state }
    }

    /// The next 64 bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.state;
        let result = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        result
    }

    /// A uniform number in (0, 1), never 0 or 1, in steps of 2^-52.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        ((self.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }
}

/// `SplitMix64` of Steele, Lea and Flood (OOPSLA 2014), only to fill states.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        // Output of the authors' C code for the state 1, 2, 3, 4, as in the tests of rand_xoshiro.
        let mut rng = Xoshiro256::from_state([1, 2, 3, 4]);
        let expected = [
            41_943_041,
            58_720_359,
            3_588_806_011_781_223,
            3_591_011_842_654_386,
            9_228_616_714_210_784_205,
            9_973_669_472_204_895_162,
            14_011_001_112_246_962_877,
            12_406_186_145_184_390_807,
            15_849_039_046_786_891_736,
            10_450_023_813_501_588_000,
        ];
        for value in expected {
            assert_eq!(rng.next_u64(), value);
        }
    }

    #[test]
    fn split_mix_is_the_published_one() {
        // Output of the public-domain C code for the seed 1234567.
        let mut mix = SplitMix64(1_234_567);
        assert_eq!(mix.next(), 6_457_827_717_110_365_317);
        assert_eq!(mix.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn streams_of_a_seed_differ() {
        let first = |seed, stream| Xoshiro256::new(seed, stream).next_u64();
        assert_ne!(first(1, 0), first(1, 1));
        assert_ne!(first(1, 0), first(2, 0));
        assert_eq!(first(7, 9), first(7, 9));
    }
}
