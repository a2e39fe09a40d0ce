//! Adam (Kingma & Ba 2015), for all the dense parameters and for the touched embeddings.

use super::network::Gradient;

const MEAN: f32 = 0.9;
const SQUARE: f32 = 0.98;
const LEAST: f32 = 1e-8;

pub(super) struct DenseAdam {
    mean: Vec<f32>,
    square: Vec<f32>,
    steps: i32,
}

impl DenseAdam {
    pub(super) fn new(len: usize) -> Self {
        DenseAdam { mean: vec![0.0; len], square: vec![0.0; len], steps: 0 }
    }

    pub(super) fn step(&mut self, parameters: &mut [f32], gradient: &[f32], rate: f32, clip: f32) {
        self.steps += 1;
        let rate = rate * correction(self.steps);
        update(parameters, &mut self.mean, &mut self.square, gradient, rate, clip);
    }
}

/// Moves only the rows that a batch touched.
pub(super) struct TableAdam {
    width: usize,
    mean: Vec<f32>,
    square: Vec<f32>,
    steps: Vec<i32>,
}

impl TableAdam {
    pub(super) fn new(rows: usize, width: usize) -> Self {
        let zeros = vec![0.0; rows * width];
        TableAdam { width, mean: zeros.clone(), square: zeros, steps: vec![0; rows] }
    }

    pub(super) fn step(&mut self, table: &mut [f32], gradient: &Gradient, rate: f32, clip: f32) {
        let width = self.width;
        for (row, gradient) in gradient.rows(width) {
            let row = row as usize;
            self.steps[row] += 1;
            let rate = rate * correction(self.steps[row]);
            let part = row * width..(row + 1) * width;
            update(
                &mut table[part.clone()],
                &mut self.mean[part.clone()],
                &mut self.square[part],
                gradient,
                rate,
                clip,
            );
        }
    }
}

fn correction(steps: i32) -> f32 {
    (1.0 - SQUARE.powi(steps)).sqrt() / (1.0 - MEAN.powi(steps))
}

fn update(
    parameters: &mut [f32],
    mean: &mut [f32],
    square: &mut [f32],
    gradient: &[f32],
    rate: f32,
    clip: f32,
) {
    let moments = mean.iter_mut().zip(square);
    for ((parameter, (mean, square)), gradient) in parameters.iter_mut().zip(moments).zip(gradient)
    {
        let gradient = gradient * clip;
        *mean += (1.0 - MEAN) * (gradient - *mean);
        *square += (1.0 - SQUARE) * (gradient * gradient - *square);
        *parameter -= rate * *mean / (square.sqrt() + LEAST);
    }
}
