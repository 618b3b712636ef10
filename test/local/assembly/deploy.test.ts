/* eslint-disable no-template-curly-in-string -- the syntax of Fn::Sub */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAssembly } from '../../../local/assembly/assembly.ts';
import { deploy, deployTemplate, thing, writeAssembly } from './fixture.ts';

const bootstrapVersion = { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' };

describe('the order of resources', () => {
  it('follows references in properties, also in Sub, and DependsOn', async () => {
    const { declared } = await deployTemplate({
      Resources: {
        Fourth: thing({ deep: [{ 'Fn::Join': ['', [{ Ref: 'Third' }]] }] }),
        Third: thing({ text: { 'Fn::Sub': '${Second.Arn}' } }),
        Second: thing({}, { DependsOn: 'First' }),
        First: thing(),
      },
    });
    expect(declared.map(({ logicalId }) => logicalId)).toEqual(['First', 'Second', 'Third', 'Fourth']);
  });

  it('does not follow the branch that is not taken', async () => {
    const { declared } = await deployTemplate({
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        Gone: thing({}, { Condition: 'Never' }),
        Thing: thing({ value: { 'Fn::If': ['Never', { Ref: 'Gone' }, 'else'] } }, { DependsOn: ['Gone'] }),
      },
    });
    expect(declared.map(({ logicalId }) => logicalId)).toEqual(['Thing']);
  });

  it('ends with the names in a cycle', async () => {
    const template = { Resources: { A: thing({ b: { Ref: 'B' } }), B: thing({ a: { 'Fn::GetAtt': 'A.Arn' } }) } };
    await expect(deployTemplate(template)).rejects.toThrow('App: circular dependency A -> B -> A');
  });

  it('ends with a DependsOn that names nothing', async () => {
    const template = { Resources: { A: thing({}, { DependsOn: ['Nothing'] }) } };
    await expect(deployTemplate(template)).rejects.toThrow('App/A: DependsOn names the unknown resource Nothing');
  });
});

describe('parameters', () => {
  it('take the given value before their default', async () => {
    const template = {
      Parameters: { Stage: { Type: 'String', Default: 'dev' } },
      Resources: { T: thing({ v: { Ref: 'Stage' } }) },
    };
    expect((await deployTemplate(template, { parameters: { Stage: 'prod' } })).properties('T')).toEqual({ v: 'prod' });
  });

  it('must have a value', async () => {
    const template = { Parameters: { Stage: { Type: 'String' } }, Resources: { T: thing() } };
    await expect(deployTemplate(template)).rejects.toThrow('App: Parameters: [Stage] must have values');
  });

  it('may name an SSM parameter as long as nothing but Rules uses it', async () => {
    const template = { Parameters: { BootstrapVersion: bootstrapVersion }, Rules: {}, Resources: { T: thing() } };
    expect((await deployTemplate(template)).declared).toHaveLength(1);
    const used = { ...template, Resources: { T: thing({ v: { Ref: 'BootstrapVersion' } }) } };
    await expect(deployTemplate(used)).rejects.toThrow(/^App\/T: parameter BootstrapVersion .* can't be looked up/);
  });
});

describe('several stacks', () => {
  const producer = {
    template: {
      Resources: { T: thing() },
      Outputs: {
        Arn: { Value: { 'Fn::GetAtt': ['T', 'Arn'] }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Arn' } } },
      },
    },
  };
  const consumer = {
    template: { Resources: { U: thing({ arn: { 'Fn::ImportValue': 'Data:Arn' } }) } },
    dependencies: ['Data', 'app.assets'],
  };

  it('deploy after those they depend on and import what these export', async () => {
    const deployed = await deploy(writeAssembly({ Api: consumer, Data: producer }));
    expect(deployed.properties('U')).toEqual({ arn: 'arn-T' });
    expect(deployed.outputs).toEqual({ Data: { Arn: 'arn-T' }, Api: {} });
  });

  it('are named by stackName, and resources by stack and logical id', async () => {
    const deployed = await deploy(writeAssembly({ Data: { ...producer, stackName: 'dev-data' } }));
    expect(deployed.declared).toMatchObject([{ stack: 'dev-data', address: 'dev-data/T' }]);
  });

  it('may not export one name twice', async () => {
    const twice = { template: { ...producer.template, Outputs: { A: { Value: 'a', Export: { Name: 'Data:Arn' } } } } };
    const message = 'Other/A: Export with name Data:Arn is already exported by stack Data';
    await expect(deploy(writeAssembly({ Data: producer, Other: twice }))).rejects.toThrow(message);
  });

  it('for another region are refused', async () => {
    const elsewhere = { ...producer, environment: 'aws://000000000000/eu-west-1' };
    await expect(deploy(writeAssembly({ Data: elsewhere }))).rejects.toThrow(
      'Data: synthesized for 000000000000/eu-west-1, but the local cloud is 000000000000/us-east-1',
    );
  });
});

describe('nested stacks', () => {
  const nested = {
    Parameters: { Arn: { Type: 'String' }, Names: { Type: 'CommaDelimitedList' } },
    Resources: { Inner: thing({ arn: { Ref: 'Arn' }, names: { Ref: 'Names' } }) },
    Outputs: { InnerArn: { Value: { 'Fn::GetAtt': ['Inner', 'Arn'] } } },
  };
  const parent = (key: string) => ({
    Resources: {
      After: thing({ arn: { 'Fn::GetAtt': ['Child', 'Outputs.InnerArn'] }, id: { Ref: 'Child' } }),
      Child: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: {
          TemplateURL: { 'Fn::Join': ['', ['https://s3.', { Ref: 'AWS::Region' }, `.example/bucket/${key}`]] },
          Parameters: { Arn: { 'Fn::GetAtt': 'Before.Arn' }, Names: ['a', 'b'] },
        },
      },
      Before: thing(),
    },
  });

  it('are found by the object key of their template, take parameters and give outputs', async () => {
    const folder = writeAssembly({ App: { template: parent('abc.json') } }, { 'abc.json': JSON.stringify(nested) });
    const deployed = await deploy(folder);
    expect(deployed.properties('Inner')).toEqual({ arn: 'arn-Before', names: ['a', 'b'] });
    expect(deployed.properties('After')).toEqual({
      arn: 'arn-Inner',
      id: expect.stringMatching(/^arn:aws:cloudformation:.*:stack\/App-Child-\w{12}\//),
    });
    expect(Object.keys(deployed.outputs)).toEqual(['App']);
  });

  it('keep the addresses of their resources from one start to the next', async () => {
    const folder = writeAssembly({ App: { template: parent('abc.json') } }, { 'abc.json': JSON.stringify(nested) });
    const [first, second] = [await deploy(folder), await deploy(folder)];
    expect(second.declared).toEqual(first.declared);
    expect(new Set(first.declared.map(({ address }) => address)).size).toBe(3);
  });

  it('without such an asset are refused', async () => {
    const folder = writeAssembly({ App: { template: parent('abc.json') } });
    await expect(deploy(folder)).rejects.toThrow(/^App\/Child: no asset is the template "https:.*abc.json"/);
  });

  it('name themselves when something in them is wrong', async () => {
    const broken = { Resources: { Inner: thing({ v: { Ref: 'Nothing' } }) } };
    const folder = writeAssembly({ App: { template: parent('abc.json') } }, { 'abc.json': JSON.stringify(broken) });
    await expect(deploy(folder)).rejects.toThrow(/^App-Child-\w{12}\/Inner: unresolved reference to Nothing$/);
  });
});

describe('types that no service runs', () => {
  it('are listed, and what refers to them gets a value that says so', async () => {
    const deployed = await deployTemplate({
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket' },
        Bucket2: { Type: 'AWS::S3::Bucket' },
        Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Name: { Ref: 'Bucket' } } },
        CDKMetadata: { Type: 'AWS::CDK::Metadata' },
        T: thing({ name: { Ref: 'Bucket' }, arn: { 'Fn::GetAtt': ['Bucket', 'Arn'] } }),
      },
    });
    expect(deployed.notRun).toEqual([
      { type: 'AWS::CloudWatch::Alarm', count: 1 },
      { type: 'AWS::S3::Bucket', count: 2 },
    ]);
    const name = expect.stringMatching(/^App-Bucket-\w{12}$/);
    expect(deployed.properties('T')).toEqual({ name, arn: 'inert:App/Bucket.Arn' });
  });

  it('still must not refer to what is unknown', async () => {
    const template = {
      Resources: { Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Name: { Ref: 'Gone' } } } },
    };
    await expect(deployTemplate(template)).rejects.toThrow('App/Alarm: unresolved reference to Gone');
  });
});

describe('an assembly that can not be read', () => {
  const folderWith = (manifest: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
    writeFileSync(join(folder, 'manifest.json'), manifest);
    return folder;
  };

  it.each([
    ['no manifest', '/nowhere', /manifest.json can't be read: synthesize the app first/],
    ['a broken manifest', folderWith('{'), /manifest.json is not JSON/],
    ['no stack', folderWith('{"artifacts":{}}'), /holds no stack/],
    ['a macro', writeAssembly({ A: { template: { Resources: {}, Transform: 'AWS::Serverless' } } }), /has a Transform/],
    ['a resource without type', writeAssembly({ A: { template: { Resources: { X: {} } } } }), /resource X has no Type/],
  ])('is one line about %s', (_, folder, message) => {
    expect(() => readAssembly(folder)).toThrow(message);
  });
});
