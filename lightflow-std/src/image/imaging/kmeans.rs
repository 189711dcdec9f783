//! Groups of points that lie near each other.

/// Rounds after which groups have settled, or nearly.
const ROUNDS: usize = 24;

/// A group of points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cluster {
    /// Mean of its points.
    pub center: [f32; 3],
    /// Sum of the weights of its points.
    pub weight: f32,
}

/// At most `count` groups of weighted points, the heaviest first (Lloyd: "Least squares quantization in PCM", 1982).
///
/// There is no chance in it: the first centre is the heaviest point, and each further one is where weight times squared distance from the
/// centres is greatest, which is what k-means++ (Arthur, Vassilvitskii, 2007) makes likely.
pub fn clusters(points: &[([f32; 3], f32)], count: usize) -> Vec<Cluster> {
    let mut centers: Vec<[f32; 3]> = Vec::new();
    let mut distances = vec![f32::INFINITY; points.len()];
    while centers.len() < count {
        let score = |index: usize| {
            let distance = if centers.is_empty() { 1.0 } else { distances[index] };
            points[index].1 * distance
        };
        // The first of equals, so that the order of points decides.
        let best = (0..points.len()).rev().max_by(|&a, &b| score(a).total_cmp(&score(b)));
        let Some(best) = best.filter(|&best| score(best) > 0.0) else { break };
        let center = points[best].0;
        centers.push(center);
        for (distance, (point, _)) in distances.iter_mut().zip(points) {
            *distance = distance.min(squared(*point, center));
        }
    }
    let mut groups = Vec::new();
    for _ in 0..ROUNDS {
        groups = grouped(points, &centers);
        let moved: Vec<[f32; 3]> = groups.iter().map(|group| group.center).collect();
        if moved == centers {
            break;
        }
        centers = moved;
    }
    groups.retain(|group| group.weight > 0.0);
    groups.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    groups
}

fn grouped(points: &[([f32; 3], f32)], centers: &[[f32; 3]]) -> Vec<Cluster> {
    let mut sums = vec![([0.0_f64; 3], 0.0_f64); centers.len()];
    for &(point, weight) in points {
        let distance = |&index: &usize| squared(point, centers[index]);
        let nearest = (0..centers.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
        if let Some((sum, total)) = nearest.map(|index| &mut sums[index]) {
            (0..3).for_each(|axis| sum[axis] += f64::from(point[axis]) * f64::from(weight));
            *total += f64::from(weight);
        }
    }
    let mean = |((sum, total), &old): (&([f64; 3], f64), &[f32; 3])| {
        let center = if *total > 0.0 { sum.map(|value| (value / total) as f32) } else { old };
        Cluster { center, weight: *total as f32 }
    };
    sums.iter().zip(centers).map(mean).collect()
}

fn squared(a: [f32; 3], b: [f32; 3]) -> f32 {
    (0..3).map(|axis| (a[axis] - b[axis]).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heaps_are_found_and_sorted_by_weight() {
        let heap = |x: f32, weight: f32| (0..5).map(move |i| ([x + 0.01 * i as f32, 0.0, 0.0], weight));
        let points: Vec<_> = heap(0.0, 1.0).chain(heap(5.0, 3.0)).chain(heap(9.0, 2.0)).collect();
        let found = clusters(&points, 3);
        let places: Vec<f32> = found.iter().map(|group| group.center[0]).collect();
        assert!(
            (places[0] - 5.02).abs() < 1e-3
                && (places[1] - 9.02).abs() < 1e-3
                && (places[2] - 0.02).abs() < 1e-3
        );
        assert_eq!(found[0].weight, 15.0);
    }

    #[test]
    fn there_are_no_more_groups_than_points() {
        assert_eq!(
            clusters(&[([1.0; 3], 2.0), ([1.0; 3], 1.0)], 8),
            [Cluster { center: [1.0; 3], weight: 3.0 }]
        );
        assert!(clusters(&[], 3).is_empty());
    }
}
