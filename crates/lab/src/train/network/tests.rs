use super::*;
use crate::corpus::Row;

/// The gradient agrees with differences of the loss.
#[test]
fn the_gradient_is_the_slope_of_the_loss() {
    let shape = Shape { width: 16, layers: 2, arc: 8, label: 8 };
    let layout = Layout::new(shape);
    let mut random = Random::new(3);
    let mut parameters = Parameters::random(&layout, 10, &mut random);
    for x in &mut parameters.dense {
        *x += 0.2 * random.signed();
    }
    let row = |head, deprel| Row { upos: 3, xpos: 5, head, deprel };
    let syntax = vec![row(2, 4), row(0, 0), row(4, 7), row(2, 9)];
    let input = Input {
        ends: vec![2, 4, 5, 7],
        rows: vec![1, 2, 3, 4, 5, 6, 7],
        exact: vec![false; 4],
        gold: Sentence { forms: Vec::new(), syntax: Some(syntax), names: Some(vec![0, 1, 2, 0]) },
    };
    let settings = Settings { dropout: 0.0, word_dropout: 0.0, scale: 1.0 };
    let batch = [&input, &input];
    let loss = |parameters: &Parameters| {
        let mut gradient = Gradient::new(&layout);
        learn(&layout, parameters, &batch, settings, 1, &mut gradient);
        gradient
    };
    let gradient = loss(&parameters);
    for (tensor, range) in layout.tensors() {
        for i in range.clone().step_by(7) {
            let before = parameters.dense[i];
            parameters.dense[i] = before + 1e-2;
            let up = loss(&parameters).loss;
            parameters.dense[i] = before - 1e-2;
            let down = loss(&parameters).loss;
            parameters.dense[i] = before;
            let slope = (up - down) / 2e-2;
            let found = gradient.dense[i];
            assert!(
                (slope - found).abs() < 0.02 + 0.03 * slope.abs(),
                "{}: {slope} {found}",
                tensor.name
            );
        }
    }
    for (row, found) in gradient.rows(16) {
        let i = row as usize * 16 + 5;
        let before = parameters.table[i];
        parameters.table[i] = before + 1e-2;
        let up = loss(&parameters).loss;
        parameters.table[i] = before - 1e-2;
        let down = loss(&parameters).loss;
        parameters.table[i] = before;
        let slope = (up - down) / 2e-2;
        assert!((slope - found[5]).abs() < 0.02 + 0.03 * slope.abs(), "row {row}: {slope}");
    }
}
