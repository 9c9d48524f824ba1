import {
  type DerValue,
  derChildren,
  derField,
  derFields,
  derInteger,
  derSequence,
  derText,
  derToNumber,
  derToText,
  requireField,
  tags,
} from "../der.ts";

/** PrincipalName, RFC 4120 5.2.2. */
export interface Principal {
  readonly components: readonly string[];
  readonly type: number;
}

export const nameTypes = { principal: 1, serviceInstance: 2, enterprise: 10 } as const;

export const userPrincipal = (user: string): Principal => ({ type: nameTypes.principal, components: [user] });
/** A UPN, whose realm the KDC works out (RFC 6806). */
export const enterprisePrincipal = (upn: string): Principal => ({ type: nameTypes.enterprise, components: [upn] });
/** `HTTP/host` or `krbtgt/REALM`. */
export const servicePrincipal = (name: string): Principal => ({
  type: nameTypes.serviceInstance,
  components: name.split("/"),
});

export const encodePrincipal = ({ components, type }: Principal): Buffer =>
  derSequence(derField(0, derInteger(type)), derField(1, derSequence(...components.map(derText))));

/** @throws DerError */
export function parsePrincipal(value: DerValue): Principal {
  const fields = derFields(value);
  return {
    type: derToNumber(requireField(fields, 0, tags.integer)),
    components: derChildren(requireField(fields, 1, tags.sequence).content).map(derToText),
  };
}

export const principalName = ({ components }: Principal): string => components.join("/");
