use proptest::prelude::*;

use super::*;

/// Boxes of random sizes, and edges from earlier to later ones.
fn graphs() -> impl Strategy<Value = Graph> {
    let pins = prop_oneof![Just(Pin::Free), Just(Pin::Top), Just(Pin::Bottom)];
    let node = (1.0..300.0, 1.0..400.0, pins, any::<bool>());
    (1..40_usize)
        .prop_flat_map(move |count| {
            let edge = (0..count, 0..count, 0..2_usize, 0..3_usize);
            (prop::collection::vec(node.clone(), count), prop::collection::vec(edge, 0..count * 3))
        })
        .prop_map(|(nodes, edges)| {
            let nodes: Vec<Node> = nodes
                .into_iter()
                .map(|(width, height, pin, fixed)| Node {
                    width,
                    height,
                    pin,
                    entries: vec![if fixed { Slot::At(width / 3.0) } else { Slot::Wide(9.0) }; 3],
                    exits: vec![Slot::Wide(width / 4.0); 2],
                })
                .collect();
            let edges = edges
                .into_iter()
                // What is pinned to the bottom has nothing below it.
                .filter(|(from, to, ..)| from < to && nodes[*from].pin != Pin::Bottom)
                .map(|(from, to, exit, entry)| Edge { from, exit, to, entry })
                .collect();
            Graph { nodes, edges }
        })
}

/// Adding up widths in another order can differ by this much.
const ROUNDING: f64 = 1e-6;

fn overlap(one: &Place, other: &Place) -> bool {
    one.x + one.width > other.x + ROUNDING
        && other.x + other.width > one.x + ROUNDING
        && one.y + one.height > other.y + ROUNDING
        && other.y + other.height > one.y + ROUNDING
}

/// The rectangles in which a segment runs: down, bend, down.
fn covers(segment: &Segment) -> [Place; 3] {
    let strip = |x: f64, to_x: f64, y: f64, to_y: f64| Place {
        x: x.min(to_x),
        y,
        width: (x - to_x).abs(),
        height: to_y - y,
        entries: Vec::new(),
        exits: Vec::new(),
    };
    let Segment { from, bend_from, bend_to, to, .. } = *segment;
    [
        strip(from.0 - 1.0, from.0 + 1.0, from.1, bend_from),
        strip(from.0, to.0, bend_from, bend_to),
        strip(to.0 - 1.0, to.0 + 1.0, bend_to, to.1),
    ]
}

proptest! {
    #[test]
    fn boxes_do_not_overlap_and_lie_inside(graph in graphs()) {
        let drawing = place(&graph);
        for (index, one) in drawing.places.iter().enumerate() {
            prop_assert!(one.x >= -ROUNDING && one.x + one.width <= drawing.width + ROUNDING);
            prop_assert!(one.y >= -ROUNDING && one.y + one.height <= drawing.height + ROUNDING);
            for other in &drawing.places[index + 1..] {
                prop_assert!(!overlap(one, other), "{one:?} overlaps {other:?}");
            }
        }
    }

    #[test]
    fn lines_cross_no_box(graph in graphs()) {
        let drawing = place(&graph);
        for segment in drawing.lines.iter().flat_map(|line| &line.segments) {
            for (cover, place) in covers(segment).iter().flat_map(|cover| {
                drawing.places.iter().map(move |place| (cover, place))
            }) {
                prop_assert!(!overlap(cover, place), "{segment:?} crosses {place:?}");
            }
        }
    }

    #[test]
    fn every_edge_arrives_below_where_it_left(graph in graphs()) {
        let drawing = place(&graph);
        for edge in &graph.edges {
            let (from, to) = (&drawing.places[edge.from], &drawing.places[edge.to]);
            prop_assert!(from.y + from.height < to.y);
            let line = drawing.lines.iter().find(|line| (line.from, line.exit) == (edge.from, edge.exit));
            let end = (to.entries[edge.entry], to.y);
            let arrives = line.is_some_and(|line| {
                line.segments.iter().any(|segment| segment.arrives == Some(edge.to) && segment.to == end)
            });
            prop_assert!(arrives, "{edge:?}");
        }
    }
}

#[test]
fn five_hundred_boxes_that_all_read_the_first_are_laid_out() {
    let node = |_| Node {
        width: 120.0,
        height: 40.0,
        pin: Pin::Free,
        entries: vec![Slot::Wide(20.0); 2],
        exits: vec![Slot::Wide(20.0)],
    };
    let edge = |from, to, entry| Edge { from, exit: 0, to, entry };
    let chain = (1..500).map(|to| edge(to - 1, to, 0));
    let shared = (2..500).map(|to| edge(0, to, 1));
    let drawing = place(&Graph { nodes: (0..500).map(node).collect(), edges: chain.chain(shared).collect() });
    // One line passes by all of them: not one for each.
    let first = &drawing.lines[0];
    assert!(first.segments.len() < 1_100, "{}", first.segments.len());
}
