/** Items of the lesson company: number, description, unit cost, unit of measure. Costs that no source shows are plausible ones. */
export interface SeedItem {
  number: string;
  description: string;
  cost: string;
  unit: "Each" | "Foot";
}

const each = (number: string, description: string, cost: string): SeedItem => ({
  number,
  description,
  cost,
  unit: "Each",
});
const foot = (number: string, description: string, cost: string): SeedItem => ({
  number,
  description,
  cost,
  unit: "Foot",
});

export const items: readonly SeedItem[] = [
  each("100XLG", "Green Phone", "28.46"),
  each("128 SDRAM", "128 meg SDRAM", "35.65"),
  each("1-A3261A", "Multi-Core Processor", "16000"),
  each("1-A3483A", "SIMM EDO 72", "411.25"),
  each("1GPROC", "1 Ghz Processor", "421.2"),
  each("24X IDE", "24x CD-ROM", "26.14"),
  each("256 SDRAM", "256 meg SDRAM", "66.53"),
  each("2-A3284A", "Dual Core Server", "1076"),
  each("2GPROC", "2 Ghz Processor", "604.5"),
  each("32 SDRAM", "32 meg SDRAM", "12.4"),
  each("32X IDE", "32x CD-ROM", "31.2"),
  each("333PROC", "333 Processor", "289.75"),
  each("400PROC", "400 Processor", "393.3"),
  each("450PROC", "450 Processor", "566.1"),
  each("500PROC", "500 Processor", "702"),
  each("3-A2440A", "Operating System", "189.99"),
  each("3-A2969A", "1 TB SCSI Raid", "3740"),
  each("3-A2990A", "HSC 2 Expansion Slot", "145.5"),
  each("3-A2998A", "Rackmount UPS", "512.75"),
  each("3-A3294A", "ECC Memory", "98.6"),
  each("3-A3416A", "Internal CD-ROM Drive", "42.1"),
  each("3-A3542A", "DDS Drive", "610"),
  each("3-B3813A", "Keyboard", "17.9"),
  each("ACCS-CRD-12WH", "Phone Cord - 12' White", "3.29"),
  each("ACCS-CRD-25BK", "Phone Cord - 25' Black", "5.98"),
  each("ACCS-HDS-1EAR", "Headset - Single Ear", "38.59"),
  each("ACCS-HDS-2EAR", "Headset - Dual Ear", "41.98"),
  each("ACCS-RST-DXBK", "Shoulder Rest - Deluxe Black", "4.55"),
  each("ACCS-RST-DXWH", "Shoulder Rest - Deluxe White", "4.55"),
  each("PHON-ATT-53BK", "Cordless-Attractive 5352-Black", "90.25"),
  each("PHON-ATT-53BL", "Cordless-Attractive 5352-Blue", "93.55"),
  each("PHON-ATT-5354", "Cordless-Attractive 5354-White", "95.1"),
  each("PHON-GTE-3458", "Memory-Grand M3458", "75"),
  each("PHON-GTE-5043", "Cordless-Grand S5043", "81.25"),
  each("PHON-SNY-1250", "Cordless-Sanyo 1250", "89.98"),
  each("HDWR-CAB-0001", "Central Cabinet", "6921.88"),
  each("HDWR-CIM-0001", "Control interface/Memory", "1340.2"),
  each("HDWR-FGC-0001", "Data Card Assembly", "75.99"),
  each("HDWR-PRO-4866", "Pro processor 4D", "1222.05"),
  foot("WIRE-MCD-0001", "Multi conductor wire", "0.54"),
  foot("WIRE-SCD-0001", "Single conductor wire", "0.15"),
  each("CB100", "Circuit Board", "1.5"),
  each("M1500", '15" Monitor', "108"),
  each("SCAN100F", "Scanner", "67.5"),
  each("TRANS100", "Transistor", "0.02"),
  each("BA100G", "Base Assembly", "54.88"),
  each("DUTY", "Duty", "1"),
];

export function itemOf(number: string): SeedItem {
  const item = items.find((each) => each.number === number);
  if (item === undefined) throw new RangeError(`no item ${number} in the seed`);
  return item;
}
