// The arithmetic of models, in WebAssembly with SIMD, which Go has not. Each number is computed in the same order as in
// GoMLX's pure-Go backend, so that the results are the same, bit for bit. All numbers are float32, all addresses are in
// the memory of the Go program, and matrices lie row by row.

/** output [rows, columns] = left [rows, inner] · right [inner, columns]. */
export function product(left: usize, right: usize, output: usize, rows: i32, columns: i32, inner: i32): void {
  const whole = rows - rows % 3; // the rows after them are summed in another order, as GoMLX does
  for (let row = 0; row < whole; row++) {
    productOfRow(left + bytes(row * inner), right, output + bytes(row * columns), columns, inner);
  }
  for (let row = whole; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      store<f32>(output + bytes(row * columns + column),
        inFours(left + bytes(row * inner), right + bytes(column), inner, bytes(columns)));
    }
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function bytes(numbers: i32): usize { return <usize>numbers << 2; }

function productOfRow(left: usize, right: usize, output: usize, columns: i32, inner: i32): void {
  const below = bytes(columns), end = left + bytes(inner);
  let column = 0;
  for (; column + 16 <= columns; column += 16) {
    let a = f32x4.splat(0), b = f32x4.splat(0), c = f32x4.splat(0), d = f32x4.splat(0);
    for (let l = left, r = right + bytes(column); l < end; l += 4, r += below) {
      const x = v128.load32_splat(l);
      a = f32x4.add(a, f32x4.mul(x, v128.load(r)));
      b = f32x4.add(b, f32x4.mul(x, v128.load(r, 16)));
      c = f32x4.add(c, f32x4.mul(x, v128.load(r, 32)));
      d = f32x4.add(d, f32x4.mul(x, v128.load(r, 48)));
    }
    const o = output + bytes(column);
    v128.store(o, a);
    v128.store(o, b, 16);
    v128.store(o, c, 32);
    v128.store(o, d, 48);
  }
  for (; column + 4 <= columns; column += 4) {
    let a = f32x4.splat(0);
    for (let l = left, r = right + bytes(column); l < end; l += 4, r += below) {
      a = f32x4.add(a, f32x4.mul(v128.load32_splat(l), v128.load(r)));
    }
    v128.store(output + bytes(column), a);
  }
  for (; column < columns; column++) {
    let a: f32 = 0;
    for (let l = left, r = right + bytes(column); l < end; l += 4, r += below) {
      a += load<f32>(l) * load<f32>(r);
    }
    store<f32>(output + bytes(column), a);
  }
}

/** The sum of products, four at a time. step is the distance of the numbers at right, in bytes. */
function inFours(left: usize, right: usize, inner: i32, step: usize): f32 {
  let sum: f32 = 0, i = 0;
  for (; i + 4 <= inner; i += 4) {
    const a = load<f32>(left) * load<f32>(right), b = load<f32>(left, 4) * load<f32>(right + step);
    const c = load<f32>(left, 8) * load<f32>(right + 2 * step), d = load<f32>(left, 12) * load<f32>(right + 3 * step);
    sum += a + b + c + d;
    left += 16;
    right += 4 * step;
  }
  for (; i < inner; i++) {
    sum += load<f32>(left) * load<f32>(right);
    left += 4;
    right += step;
  }
  return sum;
}

/** output [rows, columns] = left [rows, inner] · right [columns, inner], transposed. */
export function productTransposed(left: usize, right: usize, output: usize, rows: i32, columns: i32, inner: i32): void {
  const beside = bytes(inner);
  let column = 0;
  for (; column + 4 <= columns; column += 4) {
    const r = right + bytes(column * inner);
    for (let row = 0; row < rows; row++) {
      v128.store(output + bytes(row * columns + column), fourColumns(left + bytes(row * inner), r, inner, beside));
    }
  }
  for (; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      store<f32>(output + bytes(row * columns + column),
        inFours(left + bytes(row * inner), right + bytes(column * inner), inner, 4));
    }
  }
}

/** Four sums of products: of one row at left with four at right. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function fourColumns(left: usize, right: usize, inner: i32, beside: usize): v128 {
  const right1 = right + beside, right2 = right1 + beside, right3 = right2 + beside;
  let sum = f32x4.splat(0);
  const whole = bytes(inner & ~3), end = bytes(inner);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const a = v128.load(right + i), b = v128.load(right1 + i), c = v128.load(right2 + i), d = v128.load(right3 + i);
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7), cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const l = left + i;
    let part = f32x4.mul(v128.load32_splat(l), v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
    part = f32x4.add(part, f32x4.mul(v128.load32_splat(l, 4), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7)));
    part = f32x4.add(part, f32x4.mul(v128.load32_splat(l, 8), v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5)));
    part = f32x4.add(part, f32x4.mul(v128.load32_splat(l, 12), v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7)));
    sum = f32x4.add(sum, part);
  }
  for (; i < end; i += 4) {
    const r = f32x4(load<f32>(right + i), load<f32>(right1 + i), load<f32>(right2 + i), load<f32>(right3 + i));
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(left + i), r));
  }
  return sum;
}

/** output [count] = tanh(input [count]), as Go's package math computes it. */
export function tanh(input: usize, output: usize, count: i32): void {
  for (const end = input + bytes(count); input < end; input += 4, output += 4) {
    store<f32>(output, <f32>tanhOf(<f64>load<f32>(input)));
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function tanhOf(x: f64): f64 {
  const z = abs(x);
  if (z > 0.5 * 8.8029691931113054295988e+01) {
    return x < 0 ? -1 : 1;
  }
  if (z >= 0.625) {
    return copysign(1 - 2 / (expOf(2 * z) + 1), x);
  }
  if (x == 0) {
    return x;
  }
  const s = x * x; // NaN comes here, too
  return x + x * s * ((-9.64399179425052238628e-1 * s + -9.92877231001918586564e1) * s + -1.61468768441708447952e3) /
    (((s + 1.12811678491632931402e2) * s + 2.23548839060100448583e3) * s + 4.84406305325125486048e3);
}

/** e^x for x from 1 to 100. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function expOf(x: f64): f64 {
  const k = <i32>(1.44269504088896338700e+00 * x + 0.5);
  const hi = x - <f64>k * 6.93147180369123816490e-01, lo = <f64>k * 1.90821492927058770002e-10;
  const r = hi - lo, t = r * r;
  const c = r - t * (1.66666666666666657415e-01 + t * (-2.77777777770155933842e-03 + t * (6.61375632143793436117e-05 +
    t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
  const y = 1 - ((lo - (r * c) / (2 - c)) - hi);
  return y * reinterpret<f64>(<u64>(k + 1023) << 52);
}
