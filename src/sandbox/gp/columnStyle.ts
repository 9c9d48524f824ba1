/** Bodies with the names of the SQL columns (PM00200, PM00300, POP10100, POP10110), texts padded to the column's width. */
import { product } from "../amount.ts";
import type { OrderAddress, OrderLine, PurchaseOrder, Vendor, VendorAddress } from "../entities.ts";
import type { Shown } from "./objectStyle.ts";
import type { WireFormat } from "./wireFormat.ts";

export function vendorColumns(vendor: Vendor, format: WireFormat, shown: Shown): object {
  const { text } = format;
  const primary = vendor.addresses.find(({ code }) => code === vendor.primaryAddress);
  return {
    VENDORID: text(vendor.id, 15),
    VENDNAME: text(vendor.name, 65),
    VNDCHKNM: text(vendor.checkName, 65),
    VENDSHNM: text(vendor.shortName, 15),
    VADDCDPR: text(vendor.primaryAddress, 15),
    VADCDPAD: text(vendor.purchaseAddress, 15),
    VADCDSFR: text(vendor.shipFromAddress, 15),
    VADCDTRO: text(vendor.remitToAddress, 15),
    VNDCLSID: text(vendor.classId, 11),
    ...addressColumns(primary, format),
    ACNMVNDR: text(vendor.accountNumber, 21),
    TXIDNMBR: text(vendor.taxId, 11),
    VENDSTTS: vendor.status,
    HOLD: vendor.onHold ? 1 : 0,
    CURNCYID: text(vendor.currency, 15),
    PYMTRMID: text(vendor.terms, 21),
    PYMNTPRI: text(vendor.priority, 3),
    SHIPMTHD: text(vendor.shippingMethod, 15),
    TAXSCHID: text(vendor.taxSchedule, 15),
    COMMENT1: text(vendor.comment1, 31),
    COMMENT2: text(vendor.comment2, 31),
    CREATDDT: format.date(vendor.created),
    MODIFDT: format.date(vendor.modified),
    ...(shown.rowStamps ? { DEX_ROW_TS: format.stamp(vendor.rowStamp) } : {}),
    ...(shown.details
      ? {
          Addresses: vendor.addresses.map((address) => ({
            VENDORID: text(vendor.id, 15),
            ADRSCODE: text(address.code, 15),
            ...addressColumns(address, format),
            INET1: text(address.email, 201),
          })),
        }
      : {}),
  };
}

function addressColumns(address: VendorAddress | undefined, { text }: WireFormat): object {
  return {
    VNDCNTCT: text(address?.contact ?? "", 61),
    ADDRESS1: text(address?.address1 ?? "", 61),
    ADDRESS2: text(address?.address2 ?? "", 61),
    ADDRESS3: text(address?.address3 ?? "", 61),
    CITY: text(address?.city ?? "", 35),
    STATE: text(address?.state ?? "", 29),
    ZIPCODE: text(address?.zip ?? "", 11),
    COUNTRY: text(address?.country ?? "", 61),
    CCode: text(address?.countryCode ?? "", 7),
    PHNUMBR1: text(address?.phone1 ?? "", 21),
    PHNUMBR2: text(address?.phone2 ?? "", 21),
    FAXNUMBR: text(address?.fax ?? "", 21),
  };
}

export function purchaseOrderColumns(order: PurchaseOrder, format: WireFormat, shown: Shown): object {
  const { text, date, amount } = format;
  const functional = (value: string) => amount(inFunctionalCurrency(order, value));
  return {
    PONUMBER: text(order.number, 17),
    POSTATUS: order.status,
    STATGRP: order.status >= 5 ? 2 : 1,
    POTYPE: order.type,
    USER2ENT: text(order.createdBy, 15),
    CONFIRM1: text(order.confirmWith, 21),
    BUYERID: text(order.buyer, 15),
    DOCDATE: date(order.date),
    LSTEDTDT: date(order.lastEdit),
    LSTPRTDT: date(order.lastPrinted),
    PRMDATE: date(order.promisedDate),
    PRMSHPDTE: date(order.promisedShipDate),
    REQDATE: date(order.requiredDate),
    VENDORID: text(order.vendorId, 15),
    VENDNAME: text(order.vendorName, 65),
    VADCDPAD: text(order.purchaseAddress.code, 15),
    CMPANYID: shown.companyId,
    PRBTADCD: text(order.billToCode, 15),
    PRSTADCD: text(order.shipTo.code, 15),
    ...shipToColumns(order.shipTo, format),
    ...purchaseAddressColumns(order.purchaseAddress, format),
    SUBTOTAL: functional(order.subtotal),
    ORSUBTOT: amount(order.subtotal),
    REMSUBTO: functional(order.remainingSubtotal),
    CANCSUB: functional(order.canceledSubtotal),
    TRDISAMT: functional(order.tradeDiscount),
    ORTDISAM: amount(order.tradeDiscount),
    FRTAMNT: functional(order.freight),
    ORFRTAMT: amount(order.freight),
    MSCCHAMT: functional(order.miscellaneous),
    OMISCAMT: amount(order.miscellaneous),
    TAXAMNT: functional(order.tax),
    ORTAXAMT: amount(order.tax),
    CURNCYID: text(order.currency, 15),
    XCHGRATE: amount(order.exchangeRate),
    SHIPMTHD: text(order.shippingMethod, 15),
    PYMTRMID: text(order.terms, 21),
    TAXSCHID: text(order.taxSchedule, 15),
    HOLD: order.onHold ? 1 : 0,
    Revision_Number: order.revision,
    TIMESPRT: order.timesPrinted,
    POPCONTNUM: text(order.contractNumber, 21),
    CONTENDDTE: date(order.contractEnd),
    CUSTNMBR: text(order.customer, 15),
    CMMTTEXT: order.comment,
    CREATDDT: date(order.created),
    MODIFDT: date(order.modified),
    ...(shown.rowStamps ? { DEX_ROW_TS: format.stamp(order.rowStamp) } : {}),
    ...(shown.details ? { Lines: order.lines.map((line) => lineColumns(order, line, format, shown)) } : {}),
  };
}

function lineColumns(order: PurchaseOrder, line: OrderLine, format: WireFormat, { received }: Shown): object {
  const { text, date, amount } = format;
  return {
    PONUMBER: text(order.number, 17),
    ORD: line.ord,
    LineNumber: line.lineNumber,
    POLNESTA: line.status,
    POTYPE: order.type,
    ITEMNMBR: text(line.itemNumber, 31),
    ITEMDESC: text(line.description, 101),
    VENDORID: text(order.vendorId, 15),
    VNDITNUM: text(line.vendorItemNumber, 31),
    VNDITDSC: text(line.vendorItemDescription, 101),
    NONINVEN: line.nonInventory ? 1 : 0,
    LOCNCODE: text(line.site, 11),
    UOFM: text(line.unitOfMeasure, 9),
    QTYORDER: amount(line.quantityOrdered),
    QTYCANCE: amount(line.quantityCanceled),
    ...(received && { QTYSHPPD: amount(received(order, line)) }),
    UNITCOST: amount(inFunctionalCurrency(order, line.unitCost)),
    EXTDCOST: amount(inFunctionalCurrency(order, line.extendedCost)),
    ORUNTCST: amount(line.unitCost),
    OREXTCST: amount(line.extendedCost),
    TAXAMNT: amount(line.taxAmount),
    INVINDX: line.accountIndex,
    ACTNUMST: text(line.account, 129),
    REQDATE: date(line.requiredDate),
    PRMDATE: date(line.promisedDate),
    PRMSHPDTE: date(line.promisedShipDate),
    REQSTDBY: text(line.requestedBy, 21),
    JOBNUMBR: text(line.jobNumber, 17),
    ProjNum: text(line.projectNumber, 15),
    CostCatID: text(line.costCategory, 15),
    CURNCYID: text(order.currency, 15),
    CMMTTEXT: line.comment,
    SHIPMTHD: text(line.shippingMethod, 15),
  };
}

function shipToColumns(address: OrderAddress, { text }: WireFormat): object {
  return {
    CMPNYNAM: text(address.name, 65),
    CONTACT: text(address.contact, 61),
    ADDRESS1: text(address.address1, 61),
    ADDRESS2: text(address.address2, 61),
    ADDRESS3: text(address.address3, 61),
    CITY: text(address.city, 35),
    STATE: text(address.state, 29),
    ZIPCODE: text(address.zip, 11),
    COUNTRY: text(address.country, 61),
    CCode: text(address.countryCode, 7),
    PHONE1: text(address.phone1, 21),
    FAX: text(address.fax, 21),
  };
}

function purchaseAddressColumns(address: OrderAddress, { text }: WireFormat): object {
  return {
    PURCHCMPNYNAM: text(address.name, 65),
    PURCHCONTACT: text(address.contact, 61),
    PURCHADDRESS1: text(address.address1, 61),
    PURCHADDRESS2: text(address.address2, 61),
    PURCHADDRESS3: text(address.address3, 61),
    PURCHCITY: text(address.city, 35),
    PURCHSTATE: text(address.state, 29),
    PURCHZIPCODE: text(address.zip, 11),
    PURCHCOUNTRY: text(address.country, 61),
    PURCHCCode: text(address.countryCode, 7),
    PURCHPHONE1: text(address.phone1, 21),
    PURCHFAX: text(address.fax, 21),
  };
}

/** GP keeps each amount twice; in a foreign currency the functional one is the originating one times the rate. */
function inFunctionalCurrency(order: PurchaseOrder, value: string): string {
  const rate = order.exchangeRate.replace(/(\.\d{5})\d*$/, "$1");
  return Number(rate) === 0 ? value : product(value, rate);
}
