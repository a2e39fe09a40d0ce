//! A small random sequence (xorshift64*), the same on every machine.

pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            random.next();
        }
        random
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// In [0, 1).
    pub(crate) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / 16_777_216.0
    }

    /// In [-1, 1).
    pub(crate) fn signed(&mut self) -> f32 {
        2.0 * self.unit() - 1.0
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.next() % (i as u64 + 1)) as usize);
        }
    }

    /// Fills `mask` with 0 at a share of `dropped` places and with what keeps the mean elsewhere.
    pub(crate) fn mask(&mut self, mask: &mut Vec<f32>, len: usize, dropped: f32) {
        mask.clear();
        let keep = 1.0 / (1.0 - dropped);
        let least = (dropped * 65_536.0) as u64;
        while mask.len() < len {
            let mut bits = self.next();
            for _ in 0..4 {
                mask.push(if bits & 0xffff < least { 0.0 } else { keep });
                bits >>= 16;
            }
        }
        mask.truncate(len);
    }
}
