use std::ops::{Add, Mul, Sub};

/// A point, a direction or a linear light colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vec3 {
    pub x: f32,
    pub y: f32,
    pub z: f32,
}

/// Shorthand for a vector of three numbers.
pub const fn vec3(x: f32, y: f32, z: f32) -> Vec3 {
    Vec3 { x, y, z }
}

impl Vec3 {
    pub const ONE: Self = vec3(1.0, 1.0, 1.0);

    pub fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub fn cross(self, other: Self) -> Self {
        vec3(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )
    }

    pub fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    pub fn normalize(self) -> Self {
        self * (1.0 / self.length().max(1e-12))
    }

    /// Product of each pair of components, as light filtered by a colour.
    pub fn tint(self, other: Self) -> Self {
        vec3(self.x * other.x, self.y * other.y, self.z * other.z)
    }

    pub fn mix(self, other: Self, share: f32) -> Self {
        self + (other - self) * share
    }

    /// Turned about the vertical axis by `angle` radians.
    pub fn turn_y(self, angle: f32) -> Self {
        let (sine, cosine) = angle.sin_cos();
        vec3(self.x * cosine + self.z * sine, self.y, self.z * cosine - self.x * sine)
    }

    /// Turned about the axis towards the camera by `angle` radians.
    pub fn turn_z(self, angle: f32) -> Self {
        let (sine, cosine) = angle.sin_cos();
        vec3(self.x * cosine - self.y * sine, self.x * sine + self.y * cosine, self.z)
    }
}

impl Add for Vec3 {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        vec3(self.x + other.x, self.y + other.y, self.z + other.z)
    }
}

impl Sub for Vec3 {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        vec3(self.x - other.x, self.y - other.y, self.z - other.z)
    }
}

impl Mul<f32> for Vec3 {
    type Output = Self;

    fn mul(self, factor: f32) -> Self {
        vec3(self.x * factor, self.y * factor, self.z * factor)
    }
}
